import { Link } from "wouter";
import type { TrapRecord } from "../../api/generated";
import { CommandLine } from "../../components/copy-button";
import { Panel } from "../../components/panel";
import { EmptyState, LoadingState, ProblemNotice } from "../../components/states";
import { Time } from "../../components/values/time";
import { liveStore, useLive } from "../../live";
import { reachableHost, trapCommand } from "../../live/addresses";
import { useStore } from "../../live/external-store";
import { ensureNotifications } from "../../live/refill";
import { useSnapshot } from "../../live/use-snapshot";
import { texts } from "../../texts";
import { formatPlace } from "../traps/place";
import classes from "./recent.module.css";

const words = texts.dashboard;
export const SHOWN = 8;

/** The last few notifications; one snapshot when nothing is known yet, then only what is pushed. */
export function RecentNotifications() {
  const { rows, is_filled } = useStore(liveStore.notifications.state, (state) => state);
  const { failure, retry } = useSnapshot(ensureNotifications);
  const newest = rows.slice(-SHOWN).reverse();
  const all = (
    <Link href="/traps" className={classes.more}>
      {words.recentAll}
    </Link>
  );
  return (
    <Panel title={words.recent} action={all} isFlush>
      {newest.length > 0 ? (
        <ul>
          {newest.map((record) => (
            <RecentRow key={record.id} record={record} />
          ))}
        </ul>
      ) : is_filled ? (
        <NothingYet />
      ) : failure ? (
        <div className={classes.failure}>
          <ProblemNotice title={words.recentFailed} cause={failure} onRetry={retry} />
        </div>
      ) : (
        <LoadingState />
      )}
    </Panel>
  );
}

function RecentRow({ record }: { record: TrapRecord }) {
  return (
    <li>
      <Link href={formatPlace({ open: record.id })} className={classes.recent}>
        <span className={classes.recentTime}>
          <Time at_ms={record.timestamp * 1000} />
        </span>
        <span className={classes.recentType} data-mono={!record.resolved || undefined}>
          {record.trap_type}
        </span>
        <span className={classes.recentSource}>{record.source}</span>
      </Link>
    </li>
  );
}

function NothingYet() {
  const receiver = useLive((state) => state.traps);
  if (!receiver?.running || receiver.port === null)
    return <EmptyState title={words.recentEmpty} help={words.recentStopped} />;
  return (
    <EmptyState title={words.recentEmpty} help={words.recentEmptyHelp}>
      <CommandLine command={trapCommand(reachableHost(receiver.host), receiver.port)} />
    </EmptyState>
  );
}
