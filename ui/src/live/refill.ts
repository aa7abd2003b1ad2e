import { simulatorCalls, trapCalls } from "../api/calls";
import type { TrapPage } from "../api/generated";
import { createStore } from "./external-store";
import { onFrame } from "./frames";
import { liveStore } from "./index";

/** Takes snapshots by REST into the feeds; what the socket pushes meanwhile is merged by id. */
export const PAGE_SIZE = 200;
const GAP_LIMIT = 1_000;
export const KEPT_HERE = 20_000;

/** How many notifications the server holds; null until a page said so. */
export const storedTotal = createStore<number | null>(null);

onFrame("trap", ({ skipped }) => storedTotal.update((total) => (total === null ? null : total + 1 + (skipped ?? 0))));

/** Stored notifications: what came since the last one here, or the newest page when that would be too much. */
export async function fillNotifications(): Promise<void> {
  const last = liveStore.notifications.state.get().rows.at(-1);
  if (last) {
    const gap = await trapCalls.page({ limit: GAP_LIMIT, after: last.id });
    if (gap.next === null && gap.total > 0) {
      storedTotal.set(gap.total);
      liveStore.notifications.fill(ascending(gap.data), false, true);
      return;
    }
  }
  await reloadNotifications();
}

export async function reloadNotifications(): Promise<void> {
  const page = await trapCalls.page({ limit: PAGE_SIZE });
  storedTotal.set(page.total);
  liveStore.notifications.fill(ascending(page.data), page.next !== null, false);
}

const MOST_RENEWED = 5;

/** As many rows as are here, asked anew; null where that would be too much. */
export async function askAnew(here: number, q = ""): Promise<TrapPage | null> {
  const limit = Math.max(PAGE_SIZE, Math.min(GAP_LIMIT, here));
  const query = q === "" ? {} : { q };
  const page = await trapCalls.page({ limit, ...query });
  const data = [...page.data];
  let { next } = page;
  for (let count = 1; next !== null && data.length < here; count += 1) {
    if (count === MOST_RENEWED) return null;
    const older = await trapCalls.page({ limit, before: next, ...query });
    data.push(...older.data);
    next = older.next;
  }
  return { ...page, data, next };
}

/** What is here with what was said of it meanwhile, without what was deleted. */
export async function renewNotifications(): Promise<void> {
  const { rows } = liveStore.notifications.state.get();
  const page = await askAnew(rows.length);
  if (!page) return;
  storedTotal.set(page.total);
  liveStore.notifications.fill(ascending(page.data), page.next !== null, false, rows.at(-1)?.id);
}

/** One page before the oldest one here, as long as this tab may hold more. */
export async function loadOlderNotifications(): Promise<void> {
  const { rows, has_older } = liveStore.notifications.state.get();
  const first = rows[0];
  if (!first || !has_older || rows.length >= KEPT_HERE) return;
  const page = await trapCalls.page({ limit: PAGE_SIZE, before: first.id });
  storedTotal.set(page.total);
  liveStore.notifications.addOlder(ascending(page.data), page.next !== null);
}

/** The log lives in the server's memory and counts anew after its restart, so nothing older is worth keeping. */
export async function fillActivity(): Promise<void> {
  liveStore.activity.clear();
  const reply = await simulatorCalls.log({ limit: PAGE_SIZE });
  liveStore.activity.fill(ascending(reply.data), false, false);
}

/** Only what was never asked for; afterwards pushes and reconnects keep it whole. */
export async function ensureNotifications(): Promise<void> {
  if (!liveStore.notifications.state.get().is_filled) await fillNotifications();
}

export async function ensureActivity(): Promise<void> {
  if (!liveStore.activity.state.get().is_filled) await fillActivity();
}

function ascending<Row extends { id: number }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => a.id - b.id);
}
