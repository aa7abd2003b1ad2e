import { trapCalls } from "../../../api/calls";
import type { MatchCount, TrapRecord } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { whenLeft } from "../../../api/session";
import { liveSocket } from "../../../live";
import { createStore } from "../../../live/external-store";
import { createFeed } from "../../../live/feed";
import { onFrame } from "../../../live/frames";
import { askAnew, KEPT_HERE, PAGE_SIZE, reloadNotifications, renewNotifications } from "../../../live/refill";

/**
 * What a query finds: pages by REST, and what is pushed meanwhile because it fits. While one searches, the socket brings
 * only that, so that the list of everything is taken anew when the search ends.
 */
export interface Found {
  query: string;
  /** With the first page; null until it is there. */
  matching: MatchCount | null;
  total: number;
  /** Where the next older page begins; null at the end. */
  next: number | null;
  /** False where time was over before a page was full. */
  is_full: boolean;
  /** Arrived since the search began, and does not fit. */
  hidden: number;
  isLoading: boolean;
  problem: Problem | null;
}

const nothing: Found = {
  query: "",
  matching: null,
  total: 0,
  next: null,
  is_full: true,
  hidden: 0,
  isLoading: false,
  problem: null,
};

export const found = createStore<Found>(nothing);
export const foundFeed = createFeed<TrapRecord>(KEPT_HERE);

const ascending = (rows: readonly TrapRecord[]) => [...rows].sort((one, other) => one.id - other.id);
const isStill = (query: string) => found.get().query === query;

/** Begins a search, or ends it with an empty query. */
export function search(query: string): void {
  const before = found.get().query;
  if (query === before) return;
  foundFeed.forget();
  found.set({ ...nothing, query, isLoading: query !== "" });
  liveSocket.watchTraps(query);
  if (query !== "") void firstPage(query);
  else if (before !== "") void reloadNotifications().catch(() => {});
}

async function firstPage(query: string): Promise<void> {
  try {
    const page = await trapCalls.page({ limit: PAGE_SIZE, q: query });
    if (!isStill(query)) return;
    foundFeed.fill(ascending(page.data), page.next !== null, true);
    const { total, next, is_full = true, matching = null } = page;
    found.update((now) => ({ ...now, total, next, is_full, matching, isLoading: false, problem: null }));
  } catch (cause) {
    if (isStill(query)) found.update((now) => ({ ...now, isLoading: false, problem: Problem.from(cause) }));
  }
}

/** One page before the oldest one here. */
export async function olderFound(): Promise<void> {
  const { query, next, isLoading } = found.get();
  if (query === "" || next === null || isLoading || foundFeed.state.get().rows.length >= KEPT_HERE) return;
  found.update((now) => ({ ...now, isLoading: true }));
  try {
    const page = await trapCalls.page({ limit: PAGE_SIZE, q: query, before: next });
    if (!isStill(query)) return;
    foundFeed.addOlder(ascending(page.data), page.next !== null);
    found.update((now) => ({
      ...now,
      next: page.next,
      is_full: page.is_full ?? true,
      isLoading: false,
      problem: null,
    }));
  } catch (cause) {
    if (isStill(query)) found.update((now) => ({ ...now, isLoading: false, problem: Problem.from(cause) }));
  }
}

/** Takes what is here anew, as after something was marked or deleted. */
async function searchAgain(): Promise<void> {
  const { query } = found.get();
  if (query === "") return;
  const { rows } = foundFeed.state.get();
  const page = await askAnew(rows.length, query).catch(() => null);
  if (!page || !isStill(query)) return;
  foundFeed.fill(ascending(page.data), page.next !== null, false, rows.at(-1)?.id);
  const { total, next, is_full = true, matching = null } = page;
  found.update((now) => ({ ...now, total, next, is_full, matching, problem: null }));
}

onFrame("trap", ({ trap }) => {
  const { query, problem, matching } = found.get();
  if (query === "" || problem) return;
  foundFeed.push(trap);
  if (matching)
    found.update((now) => ({ ...now, total: now.total + 1, matching: { ...matching, count: matching.count + 1 } }));
});
onFrame("traps_watched", ({ query, hidden = 0, unjudged = 0 }) => {
  if (isStill(query)) found.update((now) => ({ ...now, hidden: hidden + unjudged }));
});
onFrame("traps_changed", () => {
  if (found.get().query === "") void renewNotifications().catch(() => {});
  else void searchAgain();
});
// Names in a query mean what the MIBs say, and what was missed while the socket was down is in the store.
onFrame("mibs", () => void searchAgain());
onFrame("open", () => void searchAgain());
onFrame("missed", () => void searchAgain());
whenLeft(() => {
  liveSocket.watchTraps("");
  foundFeed.forget();
  found.set(nothing);
});
