import { type FormEvent, useState } from "react";
import type { ReadNotification } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { ActButton } from "../../../components/act-button";
import { useDraft } from "../../../components/forms/draft";
import { ChoiceField, NumberField, WireField } from "../../../components/forms/fields";
import { Fold } from "../../../components/forms/fold";
import { identityFields, useTypedSecrets } from "../../../components/forms/identity";
import { IdentityFields } from "../../../components/forms/identity-fields";
import { NameField } from "../../../components/forms/name-field";
import { NotAllowed } from "../../../components/only-for";
import { ProblemNotice } from "../../../components/states";
import { texts } from "../../../texts";
import { Addressee } from "./addressee";
import { Bindings } from "./bindings";
import { CheckFindings, useCheck } from "./check";
import {
  addresseeOf,
  firstDraft,
  genericTraps,
  isNamedByFields,
  paceOf,
  type SenderDraft,
  type SenderErrors,
  senderDefaults,
  trapOf,
} from "./draft";
import { FromOctets } from "./from-octets";
import { Library } from "./library";
import { useNamed } from "./named";
import { Notification, withObjects } from "./notification";
import { Outcomes } from "./outcomes";
import { Pace } from "./pace";
import classes from "./sender.module.css";
import { useRunning, useSending, WRONG_INPUT } from "./sending";
import { Templates } from "./templates";
import { V1Fields } from "./v1-fields";

const words = texts.sender;
const shownFields = [
  "target",
  "port",
  "oid",
  "varbinds",
  "pace",
  "generic",
  "specific",
  "enterprise",
  "agent_address",
  "uptime",
  ...identityFields,
] as const;
const noErrors: SenderErrors = { identity: {}, bindings: {} };
const transports = [
  { value: "udp", label: "UDP" },
  { value: "tcp", label: "TCP" },
] as const;
const kinds = [
  { value: "trap", label: words.kinds.trap },
  { value: "inform", label: words.kinds.inform },
] as const;

/** Sending notifications, with what became of them beside the form. */
export function Sender() {
  const [draft, change] = useDraft<SenderDraft>("sender", firstDraft);
  const [errors, setErrors] = useState<SenderErrors>(noErrors);
  const [secrets, setSecrets] = useTypedSecrets("sender");
  const sending = useSending();
  const running = useRunning();
  const checked = useCheck(draft);
  const failed = sending.isError ? sending.error : running.isError ? running.error : null;
  const refused = failed ? Problem.from(failed) : null;
  const errorOf = (field: string) => refused?.about(field);
  const edit = (part: Partial<SenderDraft>) => {
    setErrors(noErrors);
    change(part);
  };
  useNamed(draft.oid, (oid) => edit({ oid, isByFields: false, varbinds: [] }));
  const pace = paceOf(draft.pace);
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    sending.reset();
    running.reset();
    const { trap, errors: missing } = trapOf(draft, secrets);
    if (missing) setErrors(missing);
    else if (pace) running.mutate({ ...trap, pace });
    else sending.mutate(trap);
  };
  const sendAll = (notifications: readonly ReadNotification[]) => {
    const { addressee, errors: missing, isComplete } = addresseeOf(draft, secrets);
    if (!isComplete) {
      setErrors(missing);
      return;
    }
    const isV1 = draft.version === "1";
    const listed = notifications.map(({ oid, uptime, after_s, varbinds, enterprise, agent_address }) => ({
      oid,
      after_s,
      ...(uptime === null ? {} : { uptime }),
      ...(isV1 && enterprise ? { enterprise } : {}),
      ...(isV1 && agent_address ? { agent_address } : {}),
      varbinds: varbinds.map(({ oid: name, type, value }) => ({ oid: name, type, value })),
    }));
    running.mutate({ ...addressee, notifications: listed });
  };
  const kind = draft.version === "1" ? "trap" : draft.kind;

  return (
    <div className={classes.page}>
      <form id="trap-form" className={classes.form} onSubmit={handleSubmit} noValidate>
        <Templates draft={draft} onFill={edit} />
        <Addressee draft={draft} errors={errors} errorOf={errorOf} onChange={edit} />
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
        {draft.version === "1" ? <V1Fields draft={draft} errors={errors} errorOf={errorOf} onChange={edit} /> : null}
        {isNamedByFields(draft) ? null : (
          <NameField
            id="trap-oid"
            label={words.oid}
            help={words.oidHelp}
            value={draft.oid}
            offered={genericTraps}
            kinds="notification"
            error={errors.oid ?? errorOf("oid") ?? checked?.error ?? undefined}
            onChange={(oid) => edit({ oid })}
          />
        )}
        <div className={classes.answers}>
          <Library
            onChoose={(one) => {
              const objects = one.objects.flatMap((object) => (object.oid ? [{ ...object, oid: object.oid }] : []));
              edit({ oid: one.full_name, isByFields: false, varbinds: withObjects([], objects) });
            }}
          />
          <FromOctets onFill={edit} onSendAll={sendAll} />
        </div>
        <Notification oid={draft.oid} varbinds={draft.varbinds} onAdd={(varbinds) => edit({ varbinds })} />
        <Bindings
          varbinds={draft.varbinds}
          errors={errors.bindings}
          refusedAt={(index, part) => errorOf(`varbinds.${index}.${part}`)}
          checked={checked?.varbinds ?? []}
          onChange={(varbinds) => edit({ varbinds })}
        />
        <CheckFindings checked={checked} />
        {refused?.status === WRONG_INPUT && !shownFields.some((field) => refused.about(field)) ? (
          <ProblemNotice title={words.failed} cause={refused} />
        ) : null}
        <Pace pace={draft.pace} errorOf={errorOf} onChange={(next) => edit({ pace: next })} />
        <More draft={draft} isInform={kind === "inform"} errorOf={errorOf} onChange={edit} />
        <NotAllowed least="operator" />
        <ActButton
          id="trap-send"
          type="submit"
          loading={sending.isPending || running.isPending}
          className={classes.submit}
        >
          {pace ? words.submitRun(pace.count ?? 1) : words.submit[kind]}
        </ActButton>
      </form>
      <Outcomes />
    </div>
  );
}

interface MoreProps {
  draft: SenderDraft;
  isInform: boolean;
  errorOf: (field: string) => string | undefined;
  onChange: (change: Partial<SenderDraft>) => void;
}

/** What is rarely another than its default. */
function More({ draft, isInform, errorOf, onChange }: MoreProps) {
  return (
    <Fold title={words.more}>
      <div className={classes.triple}>
        <WireField
          id="trap-uptime"
          label={words.uptime}
          placeholder={words.ownUptime}
          value={draft.uptime}
          error={errorOf("uptime")}
          onChange={(event) => onChange({ uptime: event.currentTarget.value.replace(/\D/g, "") })}
        />
        {isInform ? (
          <>
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
          </>
        ) : null}
      </div>
    </Fold>
  );
}
