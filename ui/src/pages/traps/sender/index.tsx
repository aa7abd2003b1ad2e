import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Problem } from "../../../api/problem";
import { useDraft } from "../../../components/forms/draft";
import { ChoiceField, NumberField } from "../../../components/forms/fields";
import { Fold } from "../../../components/forms/fold";
import { identityFields, useTypedSecrets } from "../../../components/forms/identity";
import { IdentityFields } from "../../../components/forms/identity-fields";
import { NameField } from "../../../components/forms/name-field";
import { TargetField } from "../../../components/forms/target-field";
import { ProblemNotice } from "../../../components/states";
import { useLive } from "../../../live";
import { reachableHost } from "../../../live/addresses";
import { texts } from "../../../texts";
import { Bindings } from "./bindings";
import { firstDraft, genericTraps, type SenderDraft, type SenderErrors, senderDefaults, trapOf } from "./draft";
import { Notification } from "./notification";
import { Outcomes } from "./outcomes";
import classes from "./sender.module.css";
import { useSending, WRONG_INPUT } from "./sending";

const words = texts.sender;
const shownFields = ["target", "port", "oid", "varbinds", ...identityFields] as const;
const noErrors: SenderErrors = { identity: {}, bindings: {} };
const transports = [
  { value: "udp", label: "UDP" },
  { value: "tcp", label: "TCP" },
] as const;
const kinds = [
  { value: "trap", label: words.kinds.trap },
  { value: "inform", label: words.kinds.inform },
] as const;

/** Sending a notification, with what became of it beside the form. */
export function Sender() {
  const [draft, change] = useDraft<SenderDraft>("sender", firstDraft);
  const [errors, setErrors] = useState<SenderErrors>(noErrors);
  const [secrets, setSecrets] = useTypedSecrets("sender");
  const sending = useSending();
  const receiver = useLive((state) => state.traps);
  const refused = sending.isError ? Problem.from(sending.error) : null;
  const errorOf = (field: string) => refused?.about(field);
  const edit = (part: Partial<SenderDraft>) => {
    setErrors(noErrors);
    change(part);
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const checked = trapOf(draft, secrets);
    if (checked.errors) setErrors(checked.errors);
    else sending.mutate(checked.trap);
  };
  const kind = draft.version === "1" ? "trap" : draft.kind;
  const here =
    receiver?.running && receiver.port !== null
      ? [{ target: reachableHost(receiver.host), port: receiver.port, note: words.fillHere }]
      : [];

  return (
    <div className={classes.page}>
      <form id="trap-form" className={classes.form} onSubmit={handleSubmit} noValidate>
        <div className={classes.targetRow}>
          <TargetField
            id="trap-target"
            label={words.target}
            value={draft.target}
            offered={here}
            error={errors.target ?? errorOf("target")}
            onChange={(target) => edit({ target })}
            onChoose={({ target, port }) => edit({ target, port })}
          />
          <NumberField
            id="trap-port"
            label={words.port}
            min={1}
            max={65535}
            value={draft.port}
            placeholder="162"
            error={errorOf("port")}
            onChange={(port) => edit({ port })}
          />
        </div>
        <IdentityFields
          id="trap"
          draft={draft}
          secrets={secrets}
          onChange={edit}
          onSecret={(part) => {
            setErrors(noErrors);
            setSecrets(part);
          }}
          errorOf={(field) => errors.identity[field] ?? errorOf(field)}
        />
        <div className={classes.pair}>
          <ChoiceField
            label={words.transport}
            value={draft.transport}
            options={transports}
            onChange={(transport) => edit({ transport })}
          />
          <ChoiceField
            label={words.kind}
            value={kind}
            options={draft.version === "1" ? kinds.slice(0, 1) : kinds}
            onChange={(next) => edit({ kind: next })}
          />
        </div>
        <NameField
          id="trap-oid"
          label={words.oid}
          help={words.oidHelp}
          value={draft.oid}
          offered={genericTraps}
          kinds="notification"
          error={errors.oid ?? errorOf("oid")}
          onChange={(oid) => edit({ oid })}
        />
        <Notification oid={draft.oid} varbinds={draft.varbinds} onAdd={(varbinds) => edit({ varbinds })} />
        <Bindings
          varbinds={draft.varbinds}
          errors={errors.bindings}
          refusedAt={(index, part) => errorOf(`varbinds.${index}.${part}`)}
          onChange={(varbinds) => edit({ varbinds })}
        />
        {refused?.status === WRONG_INPUT && !shownFields.some((field) => refused.about(field)) ? (
          <ProblemNotice title={words.failed} cause={refused} />
        ) : null}
        {kind === "inform" ? <Timeouts draft={draft} onChange={edit} /> : null}
        <Button id="trap-send" type="submit" loading={sending.isPending} className={classes.submit}>
          {words.submit[kind]}
        </Button>
      </form>
      <Outcomes />
    </div>
  );
}

function Timeouts({ draft, onChange }: { draft: SenderDraft; onChange: (change: Partial<SenderDraft>) => void }) {
  return (
    <Fold title={words.more}>
      <div className={classes.pair}>
        <NumberField
          label={words.timeout}
          min={0.1}
          max={60}
          decimals={2}
          value={draft.timeout_s}
          placeholder={String(senderDefaults.timeout_s)}
          onChange={(timeout_s) => onChange({ timeout_s })}
        />
        <NumberField
          label={words.retries}
          min={0}
          max={10}
          value={draft.retries}
          placeholder={String(senderDefaults.retries)}
          onChange={(retries) => onChange({ retries })}
        />
      </div>
    </Fold>
  );
}
