import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link } from "wouter";
import type { KeptWalk } from "../../api/generated";
import { keys, queryClient } from "../../api/queries";
import { keptCalls } from "../../api/walks";
import { Panel } from "../../components/panel";
import { EmptyState, LoadingState, ProblemNotice } from "../../components/states";
import { formatCount } from "../../components/values/format";
import { Time } from "../../components/values/time";
import { onFrame } from "../../live/frames";
import { texts } from "../../texts";
import { formatPlace, nowhere } from "../walker/place";
import { SHOWN } from "./recent";
import classes from "./recent.module.css";

const words = texts.dashboard.walks;

/** The last walks that were kept; asked again when the server says that some came or went. */
export function RecentWalks() {
  const asked = useQuery({
    queryKey: keys.recentWalks,
    queryFn: ({ signal }) => keptCalls.page({ search: "", limit: SHOWN }, signal),
    refetchOnMount: "always",
  });
  useEffect(
    () =>
      onFrame("walks", ({ what }) => {
        if (what === "kept") void queryClient.invalidateQueries({ queryKey: keys.recentWalks });
      }),
    [],
  );
  const all = (
    <Link href={formatPlace({ ...nowhere, tab: "kept" })} className={classes.more}>
      {words.all}
    </Link>
  );
  const walks = asked.data?.walks ?? [];
  return (
    <Panel title={words.title} action={all} isFlush>
      {walks.length > 0 ? (
        <ul>
          {walks.map((walk) => (
            <RecentWalk key={walk.id} walk={walk} />
          ))}
        </ul>
      ) : asked.isError ? (
        <div className={classes.failure}>
          <ProblemNotice title={words.loadFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
        </div>
      ) : asked.isPending ? (
        <LoadingState />
      ) : (
        <EmptyState title={words.empty} help={words.emptyHelp} />
      )}
    </Panel>
  );
}

function RecentWalk({ walk }: { walk: KeptWalk }) {
  return (
    <li>
      <Link href={formatPlace({ ...nowhere, tab: "kept", kept: walk.id })} className={classes.recent}>
        <span className={classes.recentTime}>
          <Time at_ms={walk.started_at * 1000} />
        </span>
        <span className={classes.recentType}>{walk.name}</span>
        <span className={classes.recentSource}>{texts.words.rows(formatCount(walk.rows), walk.rows === 1)}</span>
        <span className={classes.recentSource}>{walk.target}</span>
      </Link>
    </li>
  );
}
