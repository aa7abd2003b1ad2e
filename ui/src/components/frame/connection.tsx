import { useQuery } from "@tanstack/react-query";
import { serverCalls } from "../../api/calls";
import type { Health, Notice } from "../../api/generated";
import { openKeys } from "../../api/queries";
import { useSocket } from "../../live";
import type { SocketPhase } from "../../live/socket";
import { texts } from "../../texts";
import classes from "./connection.module.css";

const ASK_EVERY_MS = 60_000;

interface ServerHealth {
  isOnline: boolean | null;
  notices: Notice[];
  /** What the check behind the start says of a large database; null for one that was checked before. */
  database: Health["database"] | null;
}

/** Asked at load and every minute, whatever the socket does. */
export function useServerHealth(): ServerHealth {
  const health = useQuery({
    queryKey: openKeys.health,
    queryFn: serverCalls.health,
    refetchInterval: ASK_EVERY_MS,
    refetchIntervalInBackground: true,
  });
  const notices = health.data?.notices ?? [];
  const database = health.data?.database ?? null;
  if (health.isPending) return { isOnline: null, notices, database };
  return { isOnline: health.status === "success", notices, database };
}

export function useServerMeta() {
  return useQuery({
    queryKey: openKeys.meta,
    queryFn: serverCalls.meta,
    refetchInterval: ASK_EVERY_MS,
    refetchIntervalInBackground: true,
  }).data;
}

const dotClass: Record<SocketPhase, string> = {
  connecting: "ws-dot-connecting",
  online: "ws-dot-online",
  offline: "ws-dot-offline",
  unauthorized: "ws-dot-unauthorized",
};

/** The badge says whether the server answers, the dot whether it speaks to this page. Ids and classes are published. */
export function Connection() {
  const { isOnline } = useServerHealth();
  const { phase } = useSocket();
  const word = isOnline === null ? texts.words.unknown : isOnline ? texts.words.online : texts.words.offline;
  const title = texts.frame.socket[phase];
  return (
    <div className={classes.connection}>
      <span id="backend-status" className={classes.badge} data-online={isOnline ?? undefined}>
        {word}
      </span>
      <span id="ws-status-dot" className={`ws-dot ${dotClass[phase]}`} role="img" title={title} aria-label={title} />
    </div>
  );
}
