import { useState } from "react";
import type { SimulatorLogEntry, SimulatorStatus } from "../../api/generated";
import { CommandLine } from "../../components/copy-button";
import { EmptyState, ProblemNotice } from "../../components/states";
import { useRowFilter } from "../../components/table/filter";
import { FilterBar } from "../../components/table/filter-bar";
import { VirtualTable } from "../../components/table/virtual-table";
import { ToolButton } from "../../components/tool-button";
import { formatCount } from "../../components/values/format";
import { liveStore } from "../../live";
import { reachableHost, walkCommand } from "../../live/addresses";
import { useStore } from "../../live/external-store";
import { ensureActivity } from "../../live/refill";
import { useSnapshot } from "../../live/use-snapshot";
import { texts } from "../../texts";
import { logColumns, toneOfEntry } from "./log-columns";
import classes from "./simulator.module.css";

const words = texts.simulator;
const keyOf = (entry: SimulatorLogEntry) => entry.id;

/** Every request as it is answered; groups of like requests are one row. */
export function RequestLog({ status }: { status: SimulatorStatus | null }) {
  const feed = useStore(liveStore.activity.state, (state) => state);
  const [frozen, setFrozen] = useState<readonly SimulatorLogEntry[] | null>(null);
  const [typed, setTyped] = useState("");
  const { failure, retry } = useSnapshot(ensureActivity);
  const rows = frozen ?? feed.rows;
  const shown = useRowFilter(logColumns, rows, typed);
  const waiting = frozen === null ? 0 : feed.rows.length - frozen.length;
  const count = texts.words.rows(formatCount(rows.length), rows.length === 1);
  return (
    <section className={classes.log} aria-label={words.log}>
      <FilterBar
        listId="sim-log"
        value={typed}
        onChange={setTyped}
        shown={shown.length}
        total={rows.length}
        countLabel={frozen === null ? count : words.paused(formatCount(Math.max(0, waiting)))}
      >
        <ToolButton
          icon={frozen === null ? "pause" : "play"}
          label={frozen === null ? words.pause : words.resume}
          isPressed={frozen !== null}
          onClick={() => setFrozen(frozen === null ? feed.rows : null)}
        />
      </FilterBar>
      {failure ? (
        <div className={classes.notice}>
          <ProblemNotice title={words.logFailed} cause={failure} onRetry={retry} />
        </div>
      ) : null}
      <VirtualTable
        id="sim-log"
        name="simulator-log"
        label={words.log}
        columns={logColumns}
        rows={shown}
        keyOf={keyOf}
        toneOf={toneOfEntry}
        followsAtFirst
        empty={rows.length > 0 ? <EmptyState title={texts.table.nothingMatches} /> : <NoRequests status={status} />}
      />
    </section>
  );
}

function NoRequests({ status }: { status: SimulatorStatus | null }) {
  if (!status?.running || status.port === null) return <EmptyState title={words.logEmpty} help={words.logStopped} />;
  const command = walkCommand(reachableHost(status.host), status.port, status.community);
  return (
    <EmptyState title={words.logEmpty} help={words.logEmptyHelp}>
      <CommandLine command={command} />
    </EmptyState>
  );
}
