import { PasswordInput, Select, Switch } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { credentialCalls } from "../../../api/calls";
import type { CredentialRecord } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { keys, queryClient } from "../../../api/queries";
import { Dialog } from "../../../components/dialog";
import { DialogAnswers } from "../../../components/dialog-answers";
import { ChoiceField, WireField } from "../../../components/forms/fields";
import { Fold } from "../../../components/forms/fold";
import { authProtocols, privProtocols } from "../../../components/forms/identity";
import { Notice, ProblemNotice } from "../../../components/states";
import { texts } from "../../../texts";
import classes from "./credentials.module.css";
import {
  bodyOf,
  type CredentialDraft,
  changeOf,
  type DraftErrors,
  draftOf,
  isKept,
  type Kind,
  levelOf,
  missingIn,
  newDraft,
  noProtocol,
} from "./draft";
import { SecretFields } from "./secret-fields";

const words = texts.credentials;
const kinds = (Object.keys(words.kinds) as Kind[]).map((value) => ({ value, label: words.kinds[value] })).reverse();
/** What the server calls the fields whose errors stand under another one here. */
const placeOf = {
  auth_secret: ["auth_password", "auth_key"],
  priv_secret: ["priv_password", "priv_key"],
} as Partial<Record<keyof CredentialDraft, readonly string[]>>;
const places = Object.keys(newDraft) as (keyof CredentialDraft)[];

interface EditDialogProps {
  /** What is edited; null adds a new one. */
  record: CredentialRecord | null;
  onClose: () => void;
}

/** Secrets live in this dialog alone, and only as long as it is open. */
export function EditDialog({ record, onClose }: EditDialogProps) {
  const [draft, setDraft] = useState<CredentialDraft>(record ? draftOf(record) : newDraft);
  const [missing, setMissing] = useState<DraftErrors>({});
  const saving = useMutation({
    meta: { failed: words.saveFailed, done: texts.toasts.saved(draft.name.trim()) },
    mutationFn: () =>
      record ? credentialCalls.change(record.name, changeOf(draft, record)) : credentialCalls.add(bodyOf(draft)),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: keys.credentials });
      onClose();
    },
  });
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const errorOf = (field: keyof CredentialDraft) =>
    missing[field] ?? (placeOf[field] ?? [field]).map((name) => refused?.about(name)).find(Boolean);
  const change = (part: Partial<CredentialDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setMissing({});
    if (!saving.isPending) saving.reset();
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const found = missingIn(draft, record);
    setMissing(found);
    if (Object.keys(found).length === 0) saving.mutate();
  };
  return (
    <Dialog
      label={record ? words.editTitle(record.name) : words.addTitle}
      isTitled
      size_px={560}
      isOpen
      hasForm
      onClose={onClose}
    >
      <form id="credential-form" className={classes.form} onSubmit={handleSubmit} noValidate>
        {record?.problem ? <Notice kind="warning" title={record.problem} /> : null}
        <WireField
          id="credential-name"
          label={words.name}
          data-autofocus
          value={draft.name}
          error={errorOf("name")}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        {record ? null : (
          <ChoiceField label={words.kind} value={draft.kind} options={kinds} onChange={(kind) => change({ kind })} />
        )}
        {draft.kind === "community" ? (
          <PasswordInput
            id="credential-community"
            label={words.community}
            autoComplete="off"
            placeholder={record?.can_be_opened ? words.keep : ""}
            value={draft.community}
            error={errorOf("community") ?? null}
            onChange={(event) => change({ community: event.currentTarget.value })}
          />
        ) : (
          <UserFields draft={draft} record={record} onChange={change} errorOf={errorOf} />
        )}
        <Switch
          size="sm"
          label={words.forReceiver}
          checked={draft.for_receiver}
          onChange={(event) => change({ for_receiver: event.currentTarget.checked })}
        />
        <Switch
          size="sm"
          label={words.forSimulator}
          checked={draft.for_simulator}
          onChange={(event) => change({ for_simulator: event.currentTarget.checked })}
        />
        {refused && !places.some(errorOf) ? <ProblemNotice title={words.saveFailed} cause={refused} /> : null}
        <DialogAnswers
          id="credential-save"
          act={words.save}
          isBusy={saving.isPending}
          least="administrator"
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

interface UserFieldsProps {
  draft: CredentialDraft;
  record: CredentialRecord | null;
  onChange: (change: Partial<CredentialDraft>) => void;
  errorOf: (field: keyof CredentialDraft) => string | undefined;
}

function UserFields({ draft, record, onChange, errorOf }: UserFieldsProps) {
  const parts = [
    ["auth", words.authProtocol, authProtocols, true],
    ["priv", words.privProtocol, privProtocols, draft.auth_protocol !== noProtocol],
  ] as const;
  const level = levelOf(draft);
  return (
    <>
      <WireField
        id="credential-user"
        label={words.user}
        value={draft.user}
        error={errorOf("user")}
        onChange={(event) => onChange({ user: event.currentTarget.value })}
      />
      {parts.map(([part, label, protocols, isPossible]) =>
        isPossible ? (
          <div key={part} className={classes.part}>
            <Select
              id={`credential-${part}-protocol`}
              label={label}
              data={[{ value: noProtocol, label: words.none }, ...protocols.map((value) => ({ value, label: value }))]}
              value={draft[`${part}_protocol`]}
              allowDeselect={false}
              error={errorOf(`${part}_protocol`) ?? null}
              onChange={(protocol) =>
                onChange({
                  [`${part}_protocol`]: protocol ?? noProtocol,
                  // There is no privacy without authentication.
                  ...(part === "auth" && !protocol ? { priv_protocol: noProtocol } : {}),
                })
              }
            />
            {draft[`${part}_protocol`] === noProtocol ? null : (
              <SecretFields
                part={part}
                kind={draft[`${part}_kind`]}
                secret={draft[`${part}_secret`]}
                isKept={isKept(draft, part, record)}
                error={errorOf(`${part}_secret`)}
                onKind={(kind) => onChange({ [`${part}_kind`]: kind })}
                onSecret={(secret) => onChange({ [`${part}_secret`]: secret })}
              />
            )}
          </div>
        ) : null,
      )}
      <p id="credential-level" className={classes.result} data-level={level}>
        {words.result(words.levels[level])}
      </p>
      <Fold title={words.more}>
        <div className={classes.pair}>
          <WireField
            id="credential-context"
            label={words.context}
            value={draft.context}
            error={errorOf("context")}
            onChange={(event) => onChange({ context: event.currentTarget.value })}
          />
          <WireField
            id="credential-engine-id"
            label={words.engineId}
            help={words.engineIdHelp}
            value={draft.engine_id}
            error={errorOf("engine_id")}
            onChange={(event) => onChange({ engine_id: event.currentTarget.value })}
          />
        </div>
      </Fold>
    </>
  );
}
