import { sessionCalls } from "../api/calls";
import { Problem } from "../api/problem";
import { createStore } from "./external-store";

/** Logging out of a server that is away: it is told when it answers again, for as long as the tab is open. */
const AGAIN_MS = 2_000;

/** How many sessions were left that the server does not know to be over. */
export const untoldLogOuts = createStore(0);

/** Whether the server has heard it; a token that it does not take is over, too. */
const tell = (token: string): Promise<boolean> =>
  sessionCalls.logOut(token).then(
    () => true,
    (cause: unknown) => !Problem.from(cause).isServerGone,
  );

/** Resolves after the first try; where that fails the others follow by themselves. */
export async function endOnServer(token: string): Promise<void> {
  if (await tell(token)) return;
  untoldLogOuts.update((count) => count + 1);
  const again = async () => {
    if (await tell(token)) untoldLogOuts.update((count) => count - 1);
    else setTimeout(again, AGAIN_MS);
  };
  setTimeout(again, AGAIN_MS);
}
