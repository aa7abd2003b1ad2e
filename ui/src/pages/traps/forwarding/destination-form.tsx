import { Checkbox, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { destinationCalls } from "../../../api/forwarding";
import type { TrapDestination } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { Dialog } from "../../../components/dialog";
import { DialogAnswers } from "../../../components/dialog-answers";
import { ChoiceField, NumberField } from "../../../components/forms/fields";
import { Fold } from "../../../components/forms/fold";
import { ProblemNotice } from "../../../components/states";
import { texts } from "../../../texts";
import { forwardingChanged } from "./asked";
import { type DestinationDraft, draftOfDestination, newDestination, settingsOf } from "./draft";
import classes from "./forwarding.module.css";
import { CertificatesField, SnmpFields, SyslogFields, WebhookFields } from "./kind-fields";

const words = texts.forwarding;
const DIALOG_PX = 560;
const shownFields = [
  "name",
  "host",
  "port",
  "url",
  "headers",
  "ca",
  "credential",
  "version",
  "send_as",
  "timeout_s",
  "give_up_after_s",
] as const;
const kinds = (["snmp", "webhook", "syslog"] as const).map((value) => ({ value, label: words.kinds[value] }));

interface DestinationFormProps {
  /** The destination that is changed; null for a new one. */
  destination: TrapDestination | null;
  onClose: () => void;
}

/** Where to, how, and for how long it is tried. */
export function DestinationForm({ destination, onClose }: DestinationFormProps) {
  const [draft, setDraft] = useState(destination ? draftOfDestination(destination.settings) : newDestination);
  const saving = useMutation({
    meta: { failed: words.saveFailed, done: texts.toasts.saved(draft.name.trim()) },
    mutationFn: () => {
      const settings = settingsOf(draft);
      return destination
        ? destinationCalls.replace(destination.name, settings, destination.revision)
        : destinationCalls.add(settings);
    },
    onSuccess: () => {
      onClose();
      void forwardingChanged();
    },
  });
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const errorOf = (field: (typeof shownFields)[number]) => refused?.about(field);
  const change = (part: Partial<DestinationDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    saving.reset();
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const parts = { draft, errorOf, onChange: change };
  return (
    <Dialog
      label={destination ? words.editTitle : words.add}
      isTitled
      size_px={DIALOG_PX}
      isOpen
      hasForm
      onClose={onClose}
    >
      <form id="destination-form" className={classes.form} onSubmit={handleSubmit} noValidate>
        <ChoiceField
          label={words.fields.kind}
          value={draft.kind}
          options={kinds}
          onChange={(kind) => change({ kind })}
        />
        <TextInput
          id="destination-name"
          label={words.fields.name}
          data-autofocus
          maxLength={64}
          value={draft.name}
          error={errorOf("name")}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        {draft.kind === "snmp" ? <SnmpFields {...parts} /> : null}
        {draft.kind === "webhook" ? <WebhookFields {...parts} /> : null}
        {draft.kind === "syslog" ? <SyslogFields {...parts} /> : null}
        <Fold
          title={words.more}
          isOpen={["ca", "timeout_s", "give_up_after_s"].some((field) => refused?.about(field)) || undefined}
        >
          <div className={classes.folded}>
            <div className={classes.pair}>
              <NumberField
                label={words.fields.timeout_s}
                min={0.1}
                max={60}
                decimals={1}
                value={draft.timeout_s}
                error={errorOf("timeout_s")}
                onChange={(timeout_s) => change({ timeout_s })}
              />
              <NumberField
                label={words.fields.give_up_after_s}
                min={0.02}
                max={720}
                decimals={2}
                value={draft.giveUp_h}
                error={errorOf("give_up_after_s")}
                onChange={(giveUp_h) => change({ giveUp_h })}
              />
            </div>
            {draft.kind === "webhook" || (draft.kind === "syslog" && draft.transport === "tls") ? (
              <CertificatesField {...parts} />
            ) : null}
          </div>
        </Fold>
        <Checkbox
          id="destination-enabled"
          label={words.enabled}
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        {refused && !shownFields.some(errorOf) ? <ProblemNotice title={words.saveFailed} cause={refused} /> : null}
        <DialogAnswers id="destination-save" act={words.save} isBusy={saving.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
