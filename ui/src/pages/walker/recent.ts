import { createStore } from "../../live/external-store";

/** Targets asked before, newest first, without communities: this outlives the session. */
export interface RecentTarget {
  target: string;
  port: number;
}

const KEY = "trishul_recent_targets";
const KEPT = 12;

function recall(): RecentTarget[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    if (!Array.isArray(saved)) return [];
    return saved.filter((one): one is RecentTarget => typeof one?.target === "string" && typeof one?.port === "number");
  } catch {
    return [];
  }
}

export const recentTargets = createStore<readonly RecentTarget[]>(recall());

export function rememberTarget({ target, port }: RecentTarget): void {
  const others = recentTargets.get().filter((one) => one.target !== target || one.port !== port);
  const next = [{ target, port }, ...others].slice(0, KEPT);
  recentTargets.set(next);
  localStorage.setItem(KEY, JSON.stringify(next));
}
