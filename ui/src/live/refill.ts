import { simulatorCalls, trapCalls } from "../api/calls";
import { liveStore } from "./index";

/** Takes snapshots by REST into the feeds; what the socket pushes meanwhile is merged by id. */
export const PAGE_SIZE = 200;
const GAP_LIMIT = 1_000;

/** Stored notifications: what came since the last one here, or the newest page when that would be too much. */
export async function fillNotifications(): Promise<number> {
  const last = liveStore.notifications.state.get().rows.at(-1);
  if (last) {
    const gap = await trapCalls.page({ limit: GAP_LIMIT, after: last.id });
    if (gap.data.length < GAP_LIMIT && gap.total > 0) {
      liveStore.notifications.fill(ascending(gap.data), false, true);
      return gap.total;
    }
  }
  return reloadNotifications();
}

export async function reloadNotifications(): Promise<number> {
  const page = await trapCalls.page({ limit: PAGE_SIZE });
  liveStore.notifications.fill(ascending(page.data), page.next !== null, false);
  return page.total;
}

export async function loadOlderNotifications(): Promise<void> {
  const first = liveStore.notifications.state.get().rows[0];
  if (!first) return;
  const page = await trapCalls.page({ limit: PAGE_SIZE, before: first.id });
  liveStore.notifications.addOlder(ascending(page.data), page.next !== null);
}

/** The log lives in the server's memory and counts anew after its restart, so nothing older is worth keeping. */
export async function fillActivity(): Promise<void> {
  liveStore.activity.clear();
  const reply = await simulatorCalls.log(PAGE_SIZE);
  liveStore.activity.fill(ascending(reply.data), false, false);
}

function ascending<Row extends { id: number }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => a.id - b.id);
}
