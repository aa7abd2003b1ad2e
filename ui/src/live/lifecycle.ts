import { serverCalls, sessionCalls, simulatorCalls, trapCalls } from "../api/calls";
import { keys, namedScopes, openKeys, queryClient, sessionScope } from "../api/queries";
import { endSession, leaveSession, nameSession, session } from "../api/session";
import { onFrame } from "./frames";
import { liveSocket, liveStore } from "./index";
import { endOnServer } from "./late-log-out";
import { fillActivity, fillNotifications } from "./refill";
import { CLOSE_UNAUTHORIZED } from "./socket";

/** Joins session, socket, store and queries: who is told what when one of them changes. */
const FALLBACK_EVERY_MS = 3_000;

/** While the socket is down the cards are kept right by REST; with it up, nothing is polled. */
async function askInstead(): Promise<void> {
  const [stats, simulator, traps] = await Promise.all([
    serverCalls.stats(),
    simulatorCalls.status(),
    trapCalls.status(),
  ]);
  if (liveSocket.state.get().phase !== "online") liveStore.accept({ stats, simulator, traps });
}

function askHealthAgain(): void {
  void queryClient.invalidateQueries({ queryKey: openKeys.health });
}

function followSession(): void {
  let connectedToken: string | null = null;
  const follow = () => {
    const { phase, token } = session.get();
    if (phase === "active" && token !== null && token !== connectedToken) {
      connectedToken = token;
      liveSocket.connect(token);
      if (session.get().username === null)
        void sessionCalls.check().then(
          (reply) => nameSession(reply.user),
          () => {},
        );
    }
    if (phase !== "active") connectedToken = null;
  };
  session.subscribe(follow);
  follow();
}

/** Lists beside the notifications and of the walker, by what a push says has changed. */
const trapLists = { rules: keys.trapRules, inboxes: keys.inboxes, sources: keys.trapSources } as const;
const walkLists = { targets: keys.walkTargets, kept: keys.kept, jobs: keys.walkJobs } as const;
const lists = [...Object.values(trapLists), ...Object.values(walkLists)];

function followSocket(): void {
  let wasOpenBefore = false;
  onFrame("close", ({ code }) => {
    if (code === CLOSE_UNAUTHORIZED) endSession();
    else if (session.get().phase === "active") askHealthAgain();
  });
  onFrame("open", () => {
    if (queryClient.getQueryState(openKeys.health)?.status === "error") askHealthAgain();
    if (wasOpenBefore) {
      void queryClient.invalidateQueries({ queryKey: sessionScope });
      // A page that is open says itself what could not be loaded.
      void fillNotifications().catch(() => {});
      void fillActivity().catch(() => {});
    }
    wasOpenBefore = true;
  });
  // What a slow socket missed is in the store.
  onFrame("missed", () => {
    void fillNotifications().catch(() => {});
    for (const queryKey of lists) void queryClient.invalidateQueries({ queryKey });
  });
  onFrame("trap_list", ({ what }) => void queryClient.invalidateQueries({ queryKey: trapLists[what] }));
  onFrame("walks", ({ what }) => void queryClient.invalidateQueries({ queryKey: walkLists[what] }));
  onFrame("traps_changed", () => void queryClient.invalidateQueries({ queryKey: trapLists.inboxes }));
  // Names are read from the library when they are shown: what is open is asked again.
  onFrame("mibs", () => {
    for (const queryKey of namedScopes) void queryClient.invalidateQueries({ queryKey });
  });
  // Another name or another role: what is offered follows.
  onFrame("account", () => void queryClient.invalidateQueries({ queryKey: keys.me }));
  onFrame("status", () => {
    void queryClient.invalidateQueries({ queryKey: keys.simulator });
    void queryClient.invalidateQueries({ queryKey: keys.receiver });
    void queryClient.invalidateQueries({ queryKey: trapLists.inboxes });
    void queryClient.invalidateQueries({ queryKey: trapLists.sources });
  });
}

export function startLife(): void {
  followSocket();
  followSession();
  setInterval(() => {
    const isDown = liveSocket.state.get().phase !== "online";
    if (isDown && session.get().phase === "active") void askInstead().catch(() => {});
  }, FALLBACK_EVERY_MS);
}

/** The socket goes first, and its close is awaited, so that it ends by 1000 and not by the server's 4001. */
export async function logOut(): Promise<void> {
  const { token } = session.get();
  await liveSocket.disconnect();
  // A server that is gone hears of it later; this tab forgets the session all the same.
  if (token !== null) await endOnServer(token);
  leaveSession();
  liveStore.forget();
  queryClient.removeQueries({ queryKey: sessionScope });
}
