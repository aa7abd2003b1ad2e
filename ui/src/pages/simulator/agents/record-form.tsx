import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { agentCalls } from "../../../api/agents";
import { Problem } from "../../../api/problem";
import { Dialog } from "../../../components/dialog";
import { NumberField, WireField } from "../../../components/forms/fields";
import { Fold } from "../../../components/forms/fold";
import {
  type IdentityErrors,
  type IdentityField,
  identityFields,
  identityOf,
  publicIdentity,
  useTypedSecrets,
} from "../../../components/forms/identity";
import { IdentityFields } from "../../../components/forms/identity-fields";
import { ProblemNotice } from "../../../components/states";
import { texts } from "../../../texts";
import { wordsIn } from "../agent/faults/rows";
import classes from "../agents.module.css";
import { RecordProgress } from "./record-progress";

const words = texts.record;
/** A recording of this name is there, and was not meant to be replaced. */
const EXISTS = "already_exists";

interface RecordDraft {
  target: string;
  port: number | null;
  name: string;
  oids: string;
  interval_s: number | null;
}

const firstDraft: RecordDraft = { target: "", port: 161, name: "", oids: "", interval_s: 10 };
const places = ["target", "port", "name", "oids", "interval_s"] as const;

interface RecordDialogProps {
  onClose: () => void;
  /** The community of an agent that was recorded. */
  onRecorded: (path: string) => void;
}

/** A live device walked into a recording, which is an agent when the walk is done. */
export function RecordDialog({ onClose, onRecorded }: RecordDialogProps) {
  const [jobId, setJobId] = useState<string | null>(null);
  return (
    <Dialog label={words.title} isTitled size_px={560} isOpen onClose={onClose}>
      {/* The form stays behind the progress, so that a device that did not answer is asked again as it was typed. */}
      <div hidden={jobId !== null}>
        <RecordForm onClose={onClose} onStarted={setJobId} />
      </div>
      {jobId === null ? null : (
        <RecordProgress
          key={jobId}
          id={jobId}
          onAgain={() => setJobId(null)}
          onClose={onClose}
          onRecorded={onRecorded}
        />
      )}
    </Dialog>
  );
}

function RecordForm({ onClose, onStarted }: { onClose: () => void; onStarted: (id: string) => void }) {
  const [draft, setDraft] = useState(firstDraft);
  const [identity, setIdentity] = useState(publicIdentity);
  const [secrets, setSecrets] = useTypedSecrets("record");
  const [missing, setMissing] = useState<IdentityErrors & { target?: string }>({});
  const starting = useMutation({ mutationFn: agentCalls.record, onSuccess: ({ id }) => onStarted(id) });
  const refused = starting.isError ? Problem.from(starting.error) : null;
  const errorOf = (field: keyof RecordDraft | IdentityField) =>
    (missing as Partial<Record<string, string>>)[field] ?? refused?.about(field);
  const begin = <Part,>(set: (change: (before: Part) => Part) => void, part: Partial<Part>) => {
    set((before) => ({ ...before, ...part }));
    setMissing({});
    if (!starting.isPending) starting.reset();
  };
  const change = (part: Partial<RecordDraft>) => begin(setDraft, part);
  const suggested = draft.target.trim();
  const start = (overwrite: boolean) => {
    const [who, errors] = identityOf(identity, secrets);
    const found = { ...errors, ...(suggested === "" ? { target: words.targetMissing } : {}) };
    setMissing(found);
    if (Object.keys(found).length > 0) return;
    starting.mutate({
      ...who,
      target: suggested,
      port: draft.port ?? 161,
      name: draft.name.trim() || suggested.replaceAll(":", "-"),
      oids: wordsIn(draft.oids),
      interval_s: draft.interval_s ?? 0,
      overwrite,
    });
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    start(false);
  };
  return (
    <form id="record-form" className={classes.form} onSubmit={handleSubmit} noValidate>
      <div className={classes.target}>
        <WireField
          id="record-target"
          label={words.target}
          data-autofocus
          value={draft.target}
          error={errorOf("target")}
          onChange={(event) => change({ target: event.currentTarget.value })}
        />
        <NumberField
          id="record-port"
          label={texts.simulator.port}
          min={1}
          max={65535}
          value={draft.port}
          error={errorOf("port")}
          onChange={(port) => change({ port })}
        />
      </div>
      <IdentityFields
        id="record"
        draft={identity}
        secrets={secrets}
        onChange={(part) => begin(setIdentity, part)}
        onSecret={setSecrets}
        errorOf={errorOf}
      />
      <WireField
        id="record-name"
        label={words.name}
        help={words.nameHelp}
        placeholder={suggested.replaceAll(":", "-")}
        value={draft.name}
        error={errorOf("name")}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Fold title={words.more} note={draft.oids || null} isOpen={errorOf("oids") !== undefined || undefined}>
        <div className={classes.pair}>
          <WireField
            id="record-oids"
            label={words.oids}
            help={words.oidsHelp}
            value={draft.oids}
            error={errorOf("oids")}
            onChange={(event) => change({ oids: event.currentTarget.value })}
          />
          <NumberField
            id="record-interval"
            label={words.interval}
            help={words.intervalHelp}
            min={0}
            max={3600}
            decimals={1}
            value={draft.interval_s}
            error={errorOf("interval_s")}
            onChange={(interval_s) => change({ interval_s })}
          />
        </div>
      </Fold>
      {refused && ![...places, ...identityFields].some(errorOf) ? (
        <ProblemNotice title={words.failed} cause={refused} />
      ) : null}
      <div className={classes.answers}>
        <Button variant="default" onClick={onClose}>
          {texts.words.cancel}
        </Button>
        {refused?.code === EXISTS ? (
          <Button id="record-replace" color="red" onClick={() => start(true)}>
            {words.replace}
          </Button>
        ) : null}
        <Button id="record-start" type="submit" loading={starting.isPending}>
          {words.start}
        </Button>
      </div>
    </form>
  );
}
