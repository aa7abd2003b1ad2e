import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { agentCalls } from "../../../api/agents";
import type { AgentRecord, RescanReply, SimulatorStatus } from "../../../api/generated";
import { ActButton } from "../../../components/act-button";
import { EmptyState, ProblemNotice, Strip } from "../../../components/states";
import { useRowFilter } from "../../../components/table/filter";
import { SearchedList } from "../../../components/table/searched-list";
import { useSorted } from "../../../components/table/sorting";
import { ToolButton } from "../../../components/tool-button";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import classes from "../agents.module.css";
import { SetValues } from "../set-values";
import { agentColumns } from "./columns";
import { askAgain, type ListedAgent, type useAgents } from "./listed";

const words = texts.agents;
const none: readonly ListedAgent[] = [];
const keyOf = (agent: ListedAgent) => agent.id;
const toneOf = (agent: ListedAgent) => (agent.state === "failed" ? "bad" : agent.state === "off" ? "dim" : undefined);

interface AgentsProps {
  asked: ReturnType<typeof useAgents>;
  status: SimulatorStatus | null;
  openId: string;
  onOpen: (agent: AgentRecord) => void;
  onClose: () => boolean;
  onAdd: () => void;
  onFiles: (files: readonly File[]) => void;
  onRecord: () => void;
}

/** Who is simulated: one row each, whatever they are made of. */
export function Agents({ asked, status, openId, onOpen, onClose, ...acts }: AgentsProps) {
  const [typed, setTyped] = useState("");
  const all = asked.data?.agents ?? none;
  const filtered = useRowFilter(agentColumns, all, typed);
  const { rows, sorting } = useSorted(agentColumns, filtered, "");
  const rescan = useMutation({
    meta: {
      failed: words.rescanFailed,
      done: ({ total }: RescanReply) => words.rescanned(formatCount(total), total === 1),
    },
    mutationFn: agentCalls.rescan,
    onSuccess: askAgain,
  });
  return (
    <div className={classes.list}>
      <SearchedList
        id="agent-table"
        name="agents"
        label={words.title}
        search={{
          value: typed,
          onChange: setTyped,
          shown: rows.length,
          total: all.length,
          countLabel: words.count(formatCount(all.length), all.length === 1),
        }}
        tools={
          <>
            <ToolButton
              icon="restart"
              label={words.rescan}
              title={words.rescanHelp}
              isBare
              least="operator"
              disabled={rescan.isPending}
              onClick={() => rescan.mutate()}
            />
            <Additions {...acts} />
          </>
        }
        notices={
          <>
            <SetValues count={status?.set_values ?? 0} />
            {rescan.isError ? (
              <Strip>
                <ProblemNotice title={words.rescanFailed} cause={rescan.error} />
              </Strip>
            ) : null}
          </>
        }
        asked={asked}
        failed={words.loadFailed}
        columns={agentColumns}
        rows={rows}
        keyOf={keyOf}
        toneOf={toneOf}
        openKey={openId || null}
        onOpen={onOpen}
        onBack={openId ? onClose : undefined}
        sorting={sorting}
        hasTail={false}
        hasHidden={all.length > 0}
        empty={<EmptyState title={words.empty} help={words.emptyHelp} />}
      />
    </div>
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
