import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { agentCalls } from "../../../api/agents";
import type { AgentRecord } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { Dialog } from "../../../components/dialog";
import { DialogAnswers } from "../../../components/dialog-answers";
import { NumberField, WireField } from "../../../components/forms/fields";
import { Fold } from "../../../components/forms/fold";
import { useCredentials } from "../../../components/forms/identity";
import { OfferedField } from "../../../components/forms/offered-field";
import { ProblemNotice } from "../../../components/states";
import { texts } from "../../../texts";
import classes from "../agents.module.css";
import { type DeviceOrder, devicePlaces, useDevice } from "./device-fields";
import { type AgentDraft, documentOf, suggestedCommunity } from "./draft";
import { askAgain } from "./listed";
import { SourceFields } from "./source-fields";

const words = texts.agents;
/** Where the server's words about a field stand; all others stand above the buttons. */
const places = [
  "name",
  "source.path",
  "source.modules",
  "source.rows",
  "addresses.community",
  "addresses.listen",
  "addresses.context",
] as const;
const morePlaces = ["addresses.user", "engine_id", "seed"] as const;

interface AgentFormProps {
  title: string;
  first: AgentDraft;
  /** What is changed; null makes a new one. */
  record: AgentRecord | null;
  /** Recordings that are there, by their place in the folder. */
  recordings: readonly string[];
  onClose: () => void;
  onSaved: (record: AgentRecord) => void;
}

/** What an agent is and what it answers to. */
export function AgentForm({ title, first, record, recordings, onClose, onSaved }: AgentFormProps) {
  const [draft, setDraft] = useState(first);
  const saving = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: (order: DeviceOrder | null) => save(draft, record, order),
    onSuccess: async (saved) => {
      await askAgain();
      onClose();
      onSaved(saved);
    },
  });
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const errorOf = (field: string) => refused?.about(field);
  const touched = () => {
    if (!saving.isPending) saving.reset();
  };
  const device = useDevice("agent-device", touched);
  const isRecorded = record?.source.kind === "live";
  const change = (part: Partial<AgentDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    touched();
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const isToRecord = draft.kind === "live" && !isRecorded;
    const order = isToRecord ? device.order() : null;
    if (order || !isToRecord) saving.mutate(order);
  };
  return (
    <Dialog label={title} isTitled size_px={560} isOpen hasForm onClose={onClose}>
      <form id="agent-form" className={classes.form} onSubmit={handleSubmit} noValidate>
        <WireField
          id="agent-name"
          label={words.name}
          data-autofocus
          value={draft.name}
          error={errorOf("name")}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <SourceFields
          draft={draft}
          recordings={recordings}
          device={device}
          isRecorded={isRecorded}
          refused={refused}
          onChange={change}
        />
        <div className={classes.pair}>
          <WireField
            id="agent-community"
            label={draft.kind === "live" ? texts.record.name : words.community}
            value={draft.community}
            placeholder={suggestedCommunity(draft)}
            error={errorOf("addresses.community")}
            onChange={(event) => change({ community: event.currentTarget.value })}
          />
          <WireField
            id="agent-listen"
            label={words.listen}
            placeholder="127.0.0.2:1161"
            help={words.listenHelp}
            value={draft.listen}
            error={errorOf("addresses.listen")}
            onChange={(event) => change({ listen: event.currentTarget.value })}
          />
        </div>
        <More draft={draft} onChange={change} errorOf={errorOf} />
        {refused && ![...places, ...morePlaces, ...(draft.kind === "live" ? devicePlaces : [])].some(errorOf) ? (
          <ProblemNotice title={words.saveFailed} cause={refused} />
        ) : null}
        <DialogAnswers
          id="agent-save"
          act={record ? words.save : words.make}
          isBusy={saving.isPending}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

/** Saves what is typed; a live device begins to be recorded, and is not if its agent cannot be. */
async function save(draft: AgentDraft, record: AgentRecord | null, order: DeviceOrder | null): Promise<AgentRecord> {
  const job = order && (await agentCalls.record({ ...order, name: suggestedCommunity(draft) || order.target }));
  const document = documentOf(job ? { ...draft, path: job.path } : draft);
  try {
    if (record) return await agentCalls.change(record.id, document, record.revision ?? undefined);
    return await agentCalls.add({ ...document, enabled: true });
  } catch (cause) {
    if (job) await agentCalls.endRecord(job.id, false);
    throw cause;
  }
}

interface MoreProps {
  draft: AgentDraft;
  onChange: (part: Partial<AgentDraft>) => void;
  errorOf: (field: string) => string | undefined;
}

function More({ draft, onChange, errorOf }: MoreProps) {
  const credentials = useCredentials();
  const users = (credentials.data?.data ?? []).filter((one) => one.kind === "user" && one.for_simulator);
  const told = [draft.user, draft.context, draft.engine_id, draft.seed ? String(draft.seed) : ""];
  return (
    <Fold
      title={words.more}
      note={told.filter(Boolean).join(", ") || null}
      isOpen={morePlaces.some(errorOf) || errorOf("addresses.context") !== undefined}
    >
      <div className={classes.pair}>
        <OfferedField
          id="agent-user"
          label={words.user}
          help={words.userHelp}
          value={draft.user}
          offered={users.map(({ user, name }) => ({ value: user, note: name }))}
          error={errorOf("addresses.user")}
          onChange={(user) => onChange({ user })}
        />
        <WireField
          id="agent-context"
          label={words.context}
          help={words.contextHelp}
          value={draft.context}
          error={errorOf("addresses.context")}
          onChange={(event) => onChange({ context: event.currentTarget.value })}
        />
        <WireField
          id="agent-engine"
          label={words.engineId}
          help={words.engineIdHelp}
          value={draft.engine_id}
          error={errorOf("engine_id")}
          onChange={(event) => onChange({ engine_id: event.currentTarget.value })}
        />
        <NumberField
          id="agent-seed"
          label={words.seed}
          help={words.seedHelp}
          min={0}
          max={Number.MAX_SAFE_INTEGER}
          value={draft.seed}
          error={errorOf("seed")}
          onChange={(seed) => onChange({ seed })}
        />
      </div>
    </Fold>
  );
}
