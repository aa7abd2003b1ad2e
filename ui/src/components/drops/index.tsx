import { UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type DropArea, dropCalls } from "../../api/calls";
import type { DropSummary } from "../../api/generated";
import { keys, queryClient } from "../../api/queries";
import { useNow } from "../../live";
import { onFrame } from "../../live/frames";
import { texts } from "../../texts";
import { Panel } from "../panel";
import { EmptyState, LoadingState, ProblemNotice } from "../states";
import { formatCount, formatDuration } from "../values/format";
import { Dropped } from "./dropped";
import classes from "./drops.module.css";
import { LedgerLine } from "./ledger";

const words = texts.drops;

/** What arrived and was not answered or stored: why, how often, from whom, and what to do. */
export function Drops({ area }: { area: DropArea }) {
  const asked = useQuery({ queryKey: keys.drops(area), queryFn: () => dropCalls.all(area) });
  const [opened, setOpened] = useState<DropSummary | null>(null);
  useEffect(() => onFrame("status", () => void queryClient.invalidateQueries({ queryKey: keys.drops(area) })), [area]);
  const occurred = (asked.data?.data ?? []).filter((drop) => drop.count > 0);
  const ledger = asked.data?.ledger;
  return (
    <Panel title={words.title} isFlush>
      {ledger?.received ? <LedgerLine ledger={ledger} /> : null}
      <div id={`${area}-drops`}>
        {asked.isError ? (
          <ProblemNotice title={words.loadFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
        ) : asked.isPending ? (
          <LoadingState />
        ) : occurred.length === 0 ? (
          <EmptyState title={words.none} help={words.noneHelp} />
        ) : (
          <ul className={classes.list}>
            {occurred.map((drop) => (
              <Reason key={drop.reason} drop={drop} onOpen={() => setOpened(drop)} />
            ))}
          </ul>
        )}
      </div>
      {opened ? <Dropped area={area} drop={opened} onClose={() => setOpened(null)} /> : null}
    </Panel>
  );
}

function Reason({ drop, onOpen }: { drop: DropSummary; onOpen: () => void }) {
  return (
    <li>
      <UnstyledButton className={classes.reason} onClick={onOpen} title={words.open(drop.label)}>
        <span className={classes.head}>
          <span className={classes.label}>{drop.label}</span>
          <span className="num">{formatCount(drop.count)}</span>
        </span>
        <Last drop={drop} />
        <span className={classes.quiet}>{drop.advice}</span>
      </UnstyledButton>
    </li>
  );
}

/** Where the last one came from, how long ago, and what was wrong with it. */
function Last({ drop }: { drop: DropSummary }) {
  const now_ms = useNow();
  if (drop.last_at === null) return null;
  const ago = formatDuration(Math.max(0, now_ms / 1000 - drop.last_at));
  const when = drop.last_source ? words.last(drop.last_source, ago) : words.lastAt(ago);
  return <span className={classes.quiet}>{drop.last_detail ? `${when}: ${drop.last_detail}` : when}</span>;
}
