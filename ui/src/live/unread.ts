import { whenLeft } from "../api/session";
import { createStore } from "./external-store";
import { onFrame } from "./frames";

/** How many notifications came since the Traps page was last looked at. */
export const unread = createStore(0);
let isWatching = false;

export function watchNotifications(isWatched: boolean): void {
  isWatching = isWatched;
  if (isWatched) unread.set(0);
}

onFrame("trap", ({ skipped }) => {
  if (!isWatching) unread.update((count) => count + 1 + (skipped ?? 0));
});

whenLeft(() => unread.set(0));
