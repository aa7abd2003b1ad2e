import type { ShownVarBind, WalkLine } from "../../api/generated";
import { send } from "../../api/http";
import { readLines } from "../../api/ndjson";
import { Problem } from "../../api/problem";
import { keys, queryClient } from "../../api/queries";
import { whenLeft } from "../../api/session";
import { tellElsewhere } from "../../components/toasts/toasts";
import { formatCount } from "../../components/values/format";
import { createStore } from "../../live/external-store";
import { createThrottle } from "../../live/throttle";
import { texts } from "../../texts";
import type { WalkRequest } from "./request";

/** The one request of this tab. It goes on while other pages are looked at. */
export type RunPhase = "idle" | "running" | "done" | "cancelled" | "failed";

export interface WalkRun {
  phase: RunPhase;
  request: WalkRequest | null;
  rows: readonly ShownVarBind[];
  rate: number;
  elapsed_s: number;
  /** Which limit ended it: "rows" or "time". */
  cut: string | null;
  problem: Problem | null;
  /** The number of the kept walk that holds these rows. */
  kept: number | null;
}

const REPAINT_MS = 200;
export const idleRun: WalkRun = {
  phase: "idle",
  request: null,
  rows: [],
  rate: 0,
  elapsed_s: 0,
  cut: null,
  problem: null,
  kept: null,
};

export const walkRun = createStore<WalkRun>(idleRun);
let current: AbortController | null = null;

export function cancelWalk(): void {
  current?.abort();
}

export async function startWalk(request: WalkRequest): Promise<void> {
  current?.abort();
  const control = new AbortController();
  current = control;
  const started_ms = performance.now();
  const collected: ShownVarBind[] = [];
  let facts: Partial<WalkRun> = {};
  const elapsed = () => (performance.now() - started_ms) / 1000;
  const publish = () => {
    // A newer request owns the store from the moment it started.
    if (current !== control) return;
    walkRun.update((before) => ({ ...before, elapsed_s: elapsed(), ...facts, rows: collected.slice() }));
  };
  const repaint = createThrottle(REPAINT_MS, publish);
  const finish = (last: Partial<WalkRun>) => {
    repaint.cancel();
    facts = { ...facts, elapsed_s: elapsed(), ...last };
    publish();
  };

  walkRun.set({ ...idleRun, phase: "running", request });
  try {
    const response = await send("POST", "/api/walk/stream", { body: request, signal: control.signal });
    for await (const line of readLines(response)) {
      const { rows, progress, done, error } = line as WalkLine;
      // Lines of text are only sent when they were asked for.
      for (const row of rows ?? []) if (typeof row !== "string") collected.push(row);
      if (progress) facts = { rate: progress.rate, elapsed_s: progress.elapsed_s };
      if (done) {
        if (done.kept !== null) void queryClient.invalidateQueries({ queryKey: keys.kept });
        finish({ phase: "done", elapsed_s: done.elapsed_s, cut: done.cut, kept: done.kept ?? null });
        return tellElsewhere("/walker", texts.walker.ended(request.target, formatCount(collected.length)));
      }
      if (error) throw Problem.fromBody(Number(error.status ?? 0), error);
      repaint.request();
    }
    // The last line says how it ended: without one the server was ended first.
    throw new TypeError("the reply broke off");
  } catch (cause) {
    if (control.signal.aborted) finish({ phase: "cancelled" });
    else {
      finish({ phase: "failed", problem: Problem.from(cause) });
      tellElsewhere("/walker", texts.walker.brokenOff(request.target), cause);
    }
  }
}

export function forgetWalk(): void {
  cancelWalk();
  current = null;
  walkRun.set(idleRun);
}

whenLeft(forgetWalk);
