import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { WalkTarget } from "../../api/generated";
import { ActButton } from "../../components/act-button";
import { ChoiceField, NumberField } from "../../components/forms/fields";
import { Fold } from "../../components/forms/fold";
import { type TypedSecrets, useTypedSecrets } from "../../components/forms/identity";
import { IdentityFields } from "../../components/forms/identity-fields";
import { NameField } from "../../components/forms/name-field";
import { type OfferedTarget, TargetField } from "../../components/forms/target-field";
import { NotAllowed } from "../../components/only-for";
import { useLive } from "../../live";
import { reachableHost } from "../../live/addresses";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { LimitFields } from "./limit-fields";
import { recentTargets, rememberTarget } from "./recent";
import { changedLimits, type DraftErrors, defaultLimits, type Operation, requestOf, type WalkDraft } from "./request";
import { cancelWalk, startWalk, walkRun } from "./run";
import { draftOfTarget } from "./saved-target";
import { SetFields } from "./set-fields";
import { SavedTargets, useTargets } from "./targets";
import classes from "./walker.module.css";

const words = texts.walker;
const transports = [
  { value: "udp", label: "UDP" },
  { value: "tcp", label: "TCP" },
] as const;

interface WalkFormProps {
  draft: WalkDraft;
  onChange: (change: Partial<WalkDraft>) => void;
  /** A request is under way. */
  onAsked: () => void;
}

export function WalkForm({ draft, onChange, onAsked }: WalkFormProps) {
  const { phase, problem } = useStore(walkRun, (state) => state);
  const [missing, setMissing] = useState<DraftErrors>({});
  const targets = useTargets().data?.targets ?? [];
  const offered = useOfferedTargets(targets);
  const [secrets, setSecrets] = useTypedSecrets("walk");
  const isRunning = phase === "running";
  const change = (part: Partial<WalkDraft>) => {
    setMissing({});
    onChange(part);
  };
  const changeSecret = (part: Partial<TypedSecrets>) => {
    setMissing({});
    setSecrets(part);
  };
  const errorOf = (field: keyof WalkDraft | keyof TypedSecrets) => missing[field] ?? problem?.about(field);
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const { request, errors } = requestOf(draft, secrets);
    if (errors) return setMissing(errors);
    rememberTarget(request);
    void startWalk(request);
    onAsked();
  };
  const operations = (Object.keys(words.operations) as Operation[])
    .filter((operation) => draft.version !== "1" || operation !== "getbulk")
    .map((value) => ({ value, label: words.operations[value] }));
  const changed = changedLimits(draft);

  return (
    <form id="walk-form" className={classes.form} onSubmit={handleSubmit} noValidate>
      <div className={classes.targetRow}>
        <TargetField
          id="walk-target"
          label={words.target}
          value={draft.target}
          offered={offered}
          error={errorOf("target")}
          onChange={(target) => change({ target })}
          onChoose={({ target, port, note }) => {
            const saved = targets.find((one) => one.name === note && one.host === target);
            change(saved ? draftOfTarget(saved) : { target, port });
          }}
        />
        <NumberField
          id="walk-port"
          label={words.port}
          min={1}
          max={65535}
          value={draft.port}
          placeholder="161"
          error={errorOf("port")}
          onChange={(port) => change({ port })}
        />
      </div>
      <SavedTargets draft={draft} onUse={change} />
      <IdentityFields
        id="walk"
        draft={draft}
        secrets={secrets}
        onChange={change}
        onSecret={changeSecret}
        errorOf={errorOf}
      />
      <ChoiceField
        label={words.transport}
        value={draft.transport}
        options={transports}
        onChange={(transport) => change({ transport })}
      />
      <ChoiceField
        label={words.operation}
        value={draft.operation}
        options={operations}
        onChange={(operation) => change({ operation })}
      />
      {draft.operation === "set" ? (
        <SetFields draft={draft} missing={missing} problem={problem} onChange={change} />
      ) : (
        <NameField
          id="walk-oid"
          label={words.oid}
          help={words.oidHelp}
          value={draft.oid}
          error={errorOf("oid")}
          onChange={(oid) => change({ oid })}
        />
      )}
      {draft.operation === "set" ? null : (
        <TextInput
          id="walk-keep"
          label={words.keep}
          placeholder={words.keepPlaceholder}
          value={draft.keep}
          error={errorOf("keep")}
          onChange={(event) => change({ keep: event.currentTarget.value })}
        />
      )}
      <Fold title={words.more} note={changed > 0 ? words.changed(changed) : null}>
        <LimitFields draft={draft} onChange={change} errorOf={errorOf} />
        {changed > 0 ? (
          <Button variant="subtle" size="compact-sm" onClick={() => change(defaultLimits)}>
            {words.useDefaults}
          </Button>
        ) : null}
      </Fold>
      <NotAllowed least="operator" />
      <div className={classes.buttons}>
        <ActButton id="walk-start" type="submit" loading={isRunning} className={classes.start}>
          {words.start[draft.operation]}
        </ActButton>
        {isRunning ? (
          <Button id="walk-cancel" variant="default" onClick={cancelWalk}>
            {words.cancel}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

/** Saved ones first, then the simulator of this server, then what was asked before. */
function useOfferedTargets(targets: readonly WalkTarget[]): OfferedTarget[] {
  const recent = useStore(recentTargets, (state) => state);
  const simulator = useLive((state) => state.simulator);
  const here: OfferedTarget[] =
    simulator?.running && simulator.port !== null
      ? [{ target: reachableHost(simulator.host), port: simulator.port, note: words.simulatorHere }]
      : [];
  const saved = targets.map(({ host, port = 161, name }) => ({ target: host, port, note: name }));
  return [...saved, ...here, ...recent.map((one) => ({ ...one, note: words.recent }))];
}
