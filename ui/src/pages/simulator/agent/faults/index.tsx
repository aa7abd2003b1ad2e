import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { agentCalls } from "../../../../api/agents";
import type {
  AgentFaultsState,
  AgentRecord,
  FaultCatalogue,
  FaultPresetFacts,
  FaultsDocument,
} from "../../../../api/generated";
import { keys, queryClient } from "../../../../api/queries";
import { ActButton } from "../../../../components/act-button";
import { LoadingState, Notice, ProblemNotice } from "../../../../components/states";
import { ToolButton } from "../../../../components/tool-button";
import { texts } from "../../../../texts";
import { askAgain } from "../../agents/listed";
import classes from "../../agents.module.css";
import { ActiveFault } from "./active-fault";
import { FaultForm } from "./form";
import { placeInDocument, withPreset, withRows } from "./rows";

const words = texts.faults;
/** How often each fault has hit is not pushed. */
const HITS_EVERY_MS = 2_000;

/** What the server calls kinds and presets in English, in the words of the page. */
async function askCatalogue(): Promise<FaultCatalogue> {
  const { kinds, presets } = await agentCalls.faultCatalogue();
  const kindWords: Record<string, object> = texts.faultKinds;
  const presetWords: Record<string, object> = texts.faultPresets;
  return {
    kinds: kinds.map((facts) => ({ ...facts, ...kindWords[facts.kind] })),
    presets: presets.map((facts) => ({ ...facts, ...presetWords[facts.name] })),
  };
}

/** What goes wrong with an agent on purpose. */
export function Faults({ agent }: { agent: AgentRecord }) {
  const catalogue = useQuery({ queryKey: keys.faultCatalogue, queryFn: askCatalogue });
  const state = useQuery({
    queryKey: keys.agentFaults(agent.id),
    queryFn: () => agentCalls.faults(agent.id),
    refetchInterval: ({ state: { data } }) => (data && data.faults.length > 0 ? HITS_EVERY_MS : false),
  });
  const failed = [catalogue, state].find((asked) => asked.isError);
  if (failed) {
    return <ProblemNotice title={words.loadFailed} cause={failed.error} onRetry={() => void failed.refetch()} />;
  }
  if (!catalogue.data || !state.data) return <LoadingState />;
  return <Panel agent={agent} catalogue={catalogue.data} state={state.data} />;
}

interface PanelProps {
  agent: AgentRecord;
  catalogue: FaultCatalogue;
  state: AgentFaultsState;
}

function Panel({ agent, catalogue, state }: PanelProps) {
  /** Which row is edited; one past the last is a new one, null is none. */
  const [editedAt, setEditedAt] = useState<number | null>(null);
  const keep = (saved: AgentFaultsState) => {
    queryClient.setQueryData(keys.agentFaults(agent.id), saved);
    void askAgain();
  };
  const saving = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: (document: FaultsDocument) => agentCalls.saveFaults(agent.id, document),
    onSuccess: keep,
  });
  const clearing = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: () => agentCalls.clearFaults(agent.id),
    onSuccess: keep,
  });
  const problem = saving.error ?? clearing.error;
  const isBusy = saving.isPending || clearing.isPending;
  return (
    <>
      {problem && editedAt === null ? <ProblemNotice title={words.saveFailed} cause={problem} /> : null}
      <section id="agent-faults" className={classes.part} aria-label={words.active}>
        {state.faults.length === 0 ? (
          <p>
            {words.none} <span className={classes.quiet}>{words.noneHelp}</span>
          </p>
        ) : (
          <>
            {state.applied ? null : <Notice kind="info" title={words.notApplied} />}
            <ul>
              {state.faults.map((row, at) => (
                <ActiveFault
                  // biome-ignore lint/suspicious/noArrayIndexKey: two faults may be the same in every field.
                  key={at}
                  row={row}
                  facts={catalogue.kinds.find(({ kind }) => kind === row.kind)}
                  hits={state.hits[at] ?? 0}
                  isBusy={isBusy}
                  onEdit={() => setEditedAt(at)}
                  onOff={() => saving.mutate(withRows(catalogue, state, at, []))}
                />
              ))}
            </ul>
          </>
        )}
        <div className={classes.acts}>
          {state.faults.length > 0 ? (
            <ActButton
              id="faults-clear"
              variant="default"
              size="compact-sm"
              disabled={isBusy}
              onClick={() => clearing.mutate()}
            >
              {words.clear}
            </ActButton>
          ) : null}
          <ToolButton
            least="operator"
            id="fault-add"
            icon="plus"
            label={words.add}
            isWordy
            onClick={() => setEditedAt(state.faults.length)}
          />
        </div>
      </section>
      <Presets
        presets={catalogue.presets}
        active={state.preset}
        isBusy={isBusy}
        onChoose={(name) => saving.mutate(withPreset(catalogue, state, name))}
      />
      {editedAt === null ? null : (
        <FaultForm
          kinds={catalogue.kinds}
          row={state.faults[editedAt] ?? null}
          place={placeInDocument(catalogue, state, editedAt)}
          refusal={saving.error}
          isBusy={saving.isPending}
          onSave={(row) =>
            saving.mutate(withRows(catalogue, state, editedAt, [row]), { onSuccess: () => setEditedAt(null) })
          }
          onChange={() => saving.reset()}
          onClose={() => {
            saving.reset();
            setEditedAt(null);
          }}
        />
      )}
    </>
  );
}

interface PresetsProps {
  presets: readonly FaultPresetFacts[];
  active: string | null;
  isBusy: boolean;
  onChoose: (name: string) => void;
}

/** Faults that real devices were reported to have, each with its story. */
function Presets({ presets, active, isBusy, onChoose }: PresetsProps) {
  return (
    <section className={classes.part} aria-label={words.presets}>
      <h3>{words.presets}</h3>
      <ul>
        {presets.map(({ name, label, story, references }) => (
          <li key={name} className={classes.preset} data-active={name === active || undefined}>
            <div className={classes.presetText}>
              <p className={classes.presetLabel}>{label}</p>
              <p className={classes.quiet}>{story}</p>
              <p className={classes.references}>
                {words.reports} {references.join(", ")}
              </p>
            </div>
            <ActButton
              variant="default"
              size="compact-sm"
              aria-label={`${words.on}: ${label}`}
              disabled={isBusy}
              reason={name === active ? words.isOnHelp : undefined}
              onClick={() => onChoose(name)}
            >
              {name === active ? words.isOn : words.on}
            </ActButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
