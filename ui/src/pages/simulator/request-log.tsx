import { useEffect, useState } from "react";
import type { SimulatorLogEntry, SimulatorStatus } from "../../api/generated";
import type { Problem } from "../../api/problem";
import { CommandLine } from "../../components/copy-button";
import { isTyping } from "../../components/keyboard";
import { EmptyState, ProblemNotice, Strip } from "../../components/states";
import { useRowFilter } from "../../components/table/filter";
import { FilterBar } from "../../components/table/filter-bar";
import { VirtualTable } from "../../components/table/virtual-table";
import { ToolButton } from "../../components/tool-button";
import { formatCount } from "../../components/values/format";
import { reachableHost, walkCommand } from "../../live/addresses";
import { ensureActivity } from "../../live/refill";
import { useSnapshot } from "../../live/use-snapshot";
import { texts } from "../../texts";
import { ClearLog, ExportLog } from "./log-actions";
import { logColumns, toneOfEntry } from "./log-columns";
import { LogDetail } from "./log-detail";
import { LogFilterBar, noFilter, queryOf } from "./log-filter";
import { useNarrowedLog } from "./narrowed-log";
import classes from "./simulator.module.css";

const words = texts.simulator;
const keyOf = (entry: SimulatorLogEntry) => entry.id;

interface RequestLogProps {
  status: SimulatorStatus | null;
  /** To which the log is narrowed, by ID or name; empty for all. */
  agent: string;
  onAgent: (agent: string) => void;
}

/** Every request as it is answered; groups of like requests are one row, which opens the last of them in octets. */
export function RequestLog({ status, agent, onAgent }: RequestLogProps) {
  const [others, setOthers] = useState(noFilter);
  const filter = { ...others, agent };
  const [isOpen, setOpen] = useState(false);
  const isNarrowing = isOpen || agent !== "";
  const log = useNarrowedLog(isNarrowing ? filter : noFilter);
  const [frozen, setFrozen] = useState<readonly SimulatorLogEntry[] | null>(null);
  const [typed, setTyped] = useState("");
  const [opened, setOpened] = useState<SimulatorLogEntry | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const { failure, retry } = useSnapshot(ensureActivity);
  const rows = frozen ?? log.feed.rows;
  const shown = useRowFilter(logColumns, rows, typed);
  const waiting = frozen === null ? 0 : log.feed.rows.length - frozen.length;
  const count = texts.words.rows(formatCount(rows.length), rows.length === 1);
  const isFiltered = isNarrowing && Object.keys(queryOf(filter)).length > 0;
  const wrong = wrongOf(log.failure);
  const problem = failed ?? (wrong ? null : log.failure) ?? failure;
  const resume = () => setFrozen(null);
  useEffect(() => {
    // Whoever comes here by a link to an agent's requests is led to them; whoever types is left alone.
    if (agent && !isTyping(document.activeElement)) document.getElementById("sim-log")?.focus();
  }, [agent]);
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
          icon="search"
          label={words.narrow}
          isPressed={isNarrowing}
          onClick={() => {
            resume();
            setOpen(!isNarrowing);
            if (agent) onAgent("");
          }}
        />
        <ToolButton
          icon={frozen === null ? "pause" : "play"}
          label={frozen === null ? words.pause : words.resume}
          isPressed={frozen !== null}
          onClick={() => setFrozen(frozen === null ? log.feed.rows : null)}
        />
        <ExportLog filter={isNarrowing ? filter : noFilter} onFailure={setFailed} />
        <ClearLog
          onCleared={() => {
            resume();
            log.clear();
          }}
          onFailure={setFailed}
        />
      </FilterBar>
      {isNarrowing ? (
        <LogFilterBar
          filter={filter}
          onChange={(next) => {
            resume();
            setOpen(true);
            setOthers(next);
            if (next.agent !== agent) onAgent(next.agent);
          }}
          devices={status?.devices ?? []}
          wrong={wrong}
        />
      ) : null}
      {problem ? (
        <Strip>
          <ProblemNotice
            title={failed === null ? words.logFailed : words.logActionFailed}
            cause={problem}
            onRetry={() => (failed === null ? retry() : setFailed(null))}
          />
        </Strip>
      ) : null}
      <VirtualTable
        id="sim-log"
        name="simulator-log"
        label={words.log}
        columns={logColumns}
        rows={shown}
        keyOf={keyOf}
        toneOf={toneOfEntry}
        onOpen={(entry) => (entry.drop ? undefined : setOpened(entry))}
        followsAtFirst
        empty={
          rows.length > 0 || isFiltered ? (
            <EmptyState title={texts.table.nothingMatches} />
          ) : (
            <NoRequests status={status} />
          )
        }
      />
      {opened ? <LogDetail entry={opened} onClose={() => setOpened(null)} /> : null}
    </section>
  );
}

/** A field of the filter that the server cannot take is told there, not as a failure of the list. */
function wrongOf(failure: Problem | null): { field: string | null; message: string } | null {
  return failure?.field ? { field: failure.field, message: failure.detail } : null;
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
