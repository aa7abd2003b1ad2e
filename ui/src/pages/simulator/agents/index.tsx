import { useMutation } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { agentCalls } from "../../../api/agents";
import type { AgentRecord, SimulatorStatus } from "../../../api/generated";
import { ActButton } from "../../../components/act-button";
import { EmptyState, LoadingState, ProblemNotice } from "../../../components/states";
import { useRowFilter } from "../../../components/table/filter";
import { FilterBar } from "../../../components/table/filter-bar";
import { useSorted } from "../../../components/table/sorting";
import { VirtualTable } from "../../../components/table/virtual-table";
import { ToolButton } from "../../../components/tool-button";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import classes from "../agents.module.css";
import { SetValues } from "../set-values";
import { agentColumns } from "./columns";
import { askAgain, type ListedAgent } from "./listed";

const words = texts.agents;
const keyOf = (agent: ListedAgent) => agent.id;
const toneOf = (agent: ListedAgent) => (agent.state === "failed" ? "bad" : agent.state === "off" ? "dim" : undefined);

interface AgentsProps {
  agents: readonly ListedAgent[] | undefined;
  failure: { cause: unknown; retry: () => void } | null;
  status: SimulatorStatus | null;
  openId: string;
  onOpen: (agent: AgentRecord) => void;
  onClose: () => boolean;
  onAdd: () => void;
  onFiles: (files: readonly File[]) => void;
  onRecord: () => void;
}

/** Who is simulated: one row each, whatever they are made of. */
export function Agents({ agents, failure, status, openId, onOpen, onClose, ...acts }: AgentsProps) {
  const [typed, setTyped] = useState("");
  const all = useMemo(() => agents ?? [], [agents]);
  const filtered = useRowFilter(agentColumns, all, typed);
  const { rows, sorting } = useSorted(agentColumns, filtered, "");
  const rescan = useMutation({ mutationFn: agentCalls.rescan, onSuccess: askAgain });
  return (
    <section className={classes.list} aria-label={words.title}>
      <FilterBar
        listId="agent-table"
        value={typed}
        onChange={setTyped}
        shown={rows.length}
        total={all.length}
        countLabel={words.count(formatCount(all.length), all.length === 1)}
      >
        <ToolButton
          least="operator"
          icon="restart"
          label={words.rescan}
          title={words.rescanHelp}
          isBare
          disabled={rescan.isPending}
          onClick={() => rescan.mutate()}
        />
        <Additions {...acts} />
      </FilterBar>
      <SetValues count={status?.set_values ?? 0} />
      {failure ? (
        <div className={classes.notice}>
          <ProblemNotice title={words.loadFailed} cause={failure.cause} onRetry={failure.retry} />
        </div>
      ) : null}
      {rescan.isError ? (
        <div className={classes.notice}>
          <ProblemNotice title={words.rescanFailed} cause={rescan.error} />
        </div>
      ) : null}
      <VirtualTable
        id="agent-table"
        name="agents"
        label={words.title}
        columns={agentColumns}
        rows={rows}
        keyOf={keyOf}
        toneOf={toneOf}
        openKey={openId || null}
        onOpen={onOpen}
        onBack={openId ? onClose : undefined}
        sorting={sorting}
        hasTail={false}
        empty={
          all.length > 0 ? (
            <EmptyState title={texts.table.nothingMatches} />
          ) : agents || failure ? (
            <EmptyState title={words.empty} help={words.emptyHelp} />
          ) : (
            <LoadingState />
          )
        }
      />
    </section>
  );
}

/** The ways to an agent: made, recorded, or from files. */
function Additions({ onAdd, onFiles, onRecord }: Pick<AgentsProps, "onAdd" | "onFiles" | "onRecord">) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={chooser}
        id="agent-files"
        type="file"
        multiple
        hidden
        aria-label={texts.arrivals.add}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <ToolButton
        least="operator"
        icon="folder"
        label={texts.arrivals.add}
        title={texts.arrivals.addHelp}
        isBare
        onClick={() => chooser.current?.click()}
      />
      <ToolButton
        least="operator"
        id="agent-record"
        icon="download"
        label={texts.record.act}
        isBare
        onClick={onRecord}
      />
      <ActButton id="agent-add" size="compact-sm" onClick={onAdd}>
        {words.add}
      </ActButton>
    </>
  );
}
