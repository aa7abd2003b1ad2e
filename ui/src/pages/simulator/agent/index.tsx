import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { agentCalls } from "../../../api/agents";
import type { AgentRecord, SimulatorStatus } from "../../../api/generated";
import { AskFirst } from "../../../components/ask-first";
import { isFocusSeen } from "../../../components/keyboard";
import { ProblemNotice } from "../../../components/states";
import { StatusWord } from "../../../components/status";
import { ToolButton } from "../../../components/tool-button";
import { Views } from "../../../components/views";
import { texts } from "../../../texts";
import { stateOf } from "../agents/columns";
import { askAgain, type ListedAgent } from "../agents/listed";
import classes from "../agents.module.css";
import { type AgentTab, agentTabs } from "../place";
import { Access } from "./access";
import { useHasAccessEdits } from "./access/edits";
import { Clock } from "./clock";
import { Faults } from "./faults";
import { Journal } from "./journal";
import { Objects } from "./objects";
import { Overrides } from "./overrides";
import { Overview } from "./overview";

const words = texts.agents;
/** Tabs whose content reaches the edges and scrolls by itself. */
const flushTabs: readonly AgentTab[] = ["objects", "journal"];

interface AgentDetailProps {
  agent: ListedAgent;
  status: SimulatorStatus | null;
  tab: AgentTab;
  onTab: (tab: AgentTab) => void;
  onEdit: () => void;
  onDuplicate: () => void;
  onClose: () => void;
}

/** From the list into the open agent: to its tabs, from where everything of it is reached. */
export function enterDetail(): void {
  document.querySelector<HTMLElement>("#agent-detail [role=tab][aria-selected=true]")?.focus();
}

/** One agent: what it is, what it answers, and what can be done with it. */
export function AgentDetail({ agent, status, tab, onTab, onEdit, onDuplicate, onClose }: AgentDetailProps) {
  useEffect(() => {
    // Where there is room for one of both, the list that had the focus is hidden by now.
    if (!isFocusSeen()) enterDetail();
  }, []);
  const hasAccessEdits = useHasAccessEdits();
  const panels: Record<AgentTab, ReactNode> = {
    overview: <Overview agent={agent} status={status} />,
    objects: <Objects agent={agent} />,
    overrides: <Overrides agent={agent} />,
    faults: <Faults agent={agent} />,
    clock: <Clock agent={agent} />,
    journal: <Journal agent={agent} status={status} />,
    access: <Access />,
  };
  const views = agentTabs.map((name) => ({
    name,
    label: name === "access" && hasAccessEdits ? <Unsaved label={words.tabs[name]} /> : words.tabs[name],
    content: panels[name],
    isFlush: flushTabs.includes(name),
  }));
  return (
    <section id="agent-detail" className={classes.detail} aria-label={words.detail(agent.name)}>
      <header className={classes.detailHead}>
        <h2 className={classes.title}>{agent.name}</h2>
        <StatusWord tone={stateOf(agent).tone}>{stateOf(agent).word}</StatusWord>
        <span className={classes.tools}>
          <Acts agent={agent} onEdit={onEdit} onDuplicate={onDuplicate} onDeleted={onClose} />
          <ToolButton icon="close" label={words.closeDetail} isBare onClick={onClose} />
        </span>
      </header>
      <Views views={views} chosen={tab} onChoose={onTab} />
    </section>
  );
}

function Unsaved({ label }: { label: string }) {
  return (
    <>
      {label} <span className={classes.unsaved}>· {words.unsaved}</span>
    </>
  );
}

interface ActsProps {
  agent: AgentRecord;
  onEdit: () => void;
  onDuplicate: () => void;
  onDeleted: () => void;
}

/** What may be done depends on where it comes from: a recording of the folder is its file, the default device stays. */
function Acts({ agent, onEdit, onDuplicate, onDeleted }: ActsProps) {
  const isMade = agent.origin === "made";
  const isFile = agent.origin === "folder";
  const switching = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: () => agentCalls.change(agent.id, { enabled: !agent.enabled }),
    onSuccess: askAgain,
  });
  return (
    <>
      {switching.isError ? <ProblemNotice title={words.saveFailed} cause={switching.error} /> : null}
      {isMade ? (
        <>
          <ToolButton
            least="operator"
            id="agent-switch"
            icon={agent.enabled ? "pause" : "play"}
            label={agent.enabled ? words.disable : words.enable}
            isBare
            disabled={switching.isPending}
            onClick={() => switching.mutate()}
          />
          <ToolButton least="operator" id="agent-edit" icon="settings" label={words.edit} isBare onClick={onEdit} />
        </>
      ) : null}
      <ToolButton
        least="operator"
        id="agent-duplicate"
        icon="copy"
        label={words.duplicate}
        isBare
        onClick={onDuplicate}
      />
      {isMade || isFile ? (
        <AskFirst
          target={(toggle) => <ToolButton least="operator" icon="trash" label={words.remove} isBare onClick={toggle} />}
          question={isFile ? words.removeFile(agent.source.path ?? "") : words.removeQuestion(agent.name)}
          confirm={words.removeConfirm}
          failed={words.removeFailed}
          act={() => agentCalls.remove(agent.id, isFile)}
          done={texts.toasts.forgotten(agent.name)}
          onDone={() => {
            onDeleted();
            void askAgain();
          }}
        />
      ) : null}
    </>
  );
}
