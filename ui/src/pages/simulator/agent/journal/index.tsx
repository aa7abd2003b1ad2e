import { useDebouncedValue } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useMemo } from "react";
import { agentCalls } from "../../../../api/agents";
import type { AgentRecord, JournalPage, ShownRequest, SimulatorStatus } from "../../../../api/generated";
import { Problem } from "../../../../api/problem";
import { keys, queryClient } from "../../../../api/queries";
import { CommandLine } from "../../../../components/copy-button";
import { useDraft } from "../../../../components/forms/draft";
import { EmptyState, LoadingState, ProblemNotice, Strip } from "../../../../components/states";
import { VirtualTable } from "../../../../components/table/virtual-table";
import { ToolButton } from "../../../../components/tool-button";
import { formatCount, formatTime } from "../../../../components/values/format";
import { texts } from "../../../../texts";
import { linesFor } from "../lines";
import { LogLink } from "../log-link";
import { journalColumns, toneOf } from "./columns";
import { JournalFilterForm } from "./filter";
import classes from "./journal.module.css";
import { anyRequest, type JournalFilter, queryOf } from "./query";
import { useJournal } from "./use-journal";
import { Expectation, type Expected } from "./verdict";

const words = texts.journal;
const keyOf = (request: ShownRequest) => request.number;
const TYPING_MS = 250;

interface JournalProps {
  agent: AgentRecord;
  status: SimulatorStatus | null;
}

/** What an agent was asked, request by request, and whether that was as often as it should have been. */
export function Journal({ agent, status }: JournalProps) {
  const [filter, change] = useDraft(`journal-${agent.id}`, anyRequest);
  const [settled] = useDebouncedValue(filter, TYPING_MS);
  const query = useMemo(() => queryOf(settled), [settled]);
  const asked = useJournal(agent.id, query);
  const counting = useMutation({
    mutationFn: (expected: Expected) => agentCalls.countJournal(agent.id, { ...queryOf(filter), ...expected }),
  });
  const refused = asked.isError ? Problem.from(asked.error) : null;
  const handleFilter = (part: Partial<JournalFilter>) => {
    counting.reset();
    change(part);
  };
  return (
    <div id="agent-journal" className={classes.journal}>
      <JournalFilterForm filter={filter} onChange={handleFilter} refused={refused} />
      <Expectation counting={counting} />
      <Bar agent={agent} page={asked.data} onForgotten={() => counting.reset()} />
      {refused && refused.field === null ? (
        <Strip>
          <ProblemNotice title={words.loadFailed} cause={refused} onRetry={() => void asked.refetch()} />
        </Strip>
      ) : null}
      <div className={classes.requests}>
        <VirtualTable
          id="journal-requests"
          name="agent-journal"
          label={words.title}
          columns={journalColumns}
          rows={(refused ? null : asked.data?.data) ?? []}
          keyOf={keyOf}
          toneOf={toneOf}
          hasTail={false}
          empty={refused ? null : <NoRequests agent={agent} status={status} page={asked.data} />}
        />
      </div>
    </div>
  );
}

interface BarProps {
  agent: AgentRecord;
  page: JournalPage | undefined;
  onForgotten: () => void;
}

/** How much of the journal is seen, the same in the log of all agents, and a new beginning. */
function Bar({ agent, page, onForgotten }: BarProps) {
  const forgetting = useMutation({
    meta: { failed: words.resetFailed },
    mutationFn: () => agentCalls.forgetJournal(agent.id),
    onSuccess: () => {
      onForgotten();
      return queryClient.invalidateQueries({ queryKey: keys.journalOf(agent.id) });
    },
  });
  const count = page ? words.count(formatCount(page.total), formatCount(page.kept)) : "";
  const forgotten = page?.forgotten ? words.forgotten(formatCount(page.forgotten)) : "";
  const since = page?.began_at ? words.since(formatTime(page.began_at * 1000).replace(/\.\d+$/, "")) : "";
  return (
    <>
      <div className={classes.bar}>
        <span role="status">
          {count}
          {forgotten}
          {since ? <span title={words.sinceHelp}>{since}</span> : null}
        </span>
        <span className={classes.tools}>
          <LogLink agent={agent}>{words.inLog}</LogLink>
          <ToolButton
            least="operator"
            id="journal-reset"
            icon="trash"
            label={words.reset}
            title={words.resetHelp}
            disabled={forgetting.isPending}
            reason={page?.kept ? undefined : texts.words.nothingThere}
            onClick={() => forgetting.mutate()}
          />
        </span>
      </div>
      {forgetting.isError ? (
        <Strip>
          <ProblemNotice title={words.resetFailed} cause={forgetting.error} />
        </Strip>
      ) : null}
    </>
  );
}

interface NoRequestsProps extends JournalProps {
  page: JournalPage | undefined;
}

function NoRequests({ agent, status, page }: NoRequestsProps) {
  if (!page) return <LoadingState />;
  if (page.kept > 0) return <EmptyState title={texts.table.nothingMatches} />;
  if (!status?.running) return <EmptyState title={words.empty} help={words.stopped} />;
  const [line] = agent.enabled ? linesFor(agent, status, []) : [];
  return (
    <EmptyState title={words.empty} help={words.emptyHelp}>
      {line ? <CommandLine command={line.command} /> : null}
    </EmptyState>
  );
}
