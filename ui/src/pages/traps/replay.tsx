import { type FormEvent, useState } from "react";
import { Problem } from "../../api/problem";
import { ActButton } from "../../components/act-button";
import { Dialog } from "../../components/dialog";
import { useDraft } from "../../components/forms/draft";
import { ChoiceField, NumberField } from "../../components/forms/fields";
import { useTypedSecrets } from "../../components/forms/identity";
import { IdentityFields } from "../../components/forms/identity-fields";
import { ProblemNotice } from "../../components/states";
import { ToolButton } from "../../components/tool-button";
import { formatCount } from "../../components/values/format";
import { texts } from "../../texts";
import { Addressee } from "./sender/addressee";
import { addresseeOf, firstDraft, type SenderDraft, type SenderErrors } from "./sender/draft";
import { Runs } from "./sender/runs";
import classes from "./sender/sender.module.css";
import { useRunning } from "./sender/sending";

const words = texts.replay;
const noErrors: SenderErrors = { identity: {}, bindings: {} };
const kinds = [
  { value: "trap", label: texts.sender.kinds.trap },
  { value: "inform", label: texts.sender.kinds.inform },
] as const;

/** Chosen notifications sent again, as they came or faster, to the target that the sender knows. */
export function Replay({ ids }: { ids: readonly number[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ToolButton least="operator" icon="send" label={words.open} isWordy onClick={() => setOpen(true)} />
      <Dialog
        label={words.title(formatCount(ids.length))}
        isTitled
        size_px={560}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <Form ids={ids} />
      </Dialog>
    </>
  );
}

function Form({ ids }: { ids: readonly number[] }) {
  const [draft, change] = useDraft<SenderDraft>("sender", firstDraft);
  const [secrets, setSecrets] = useTypedSecrets("sender");
  const [errors, setErrors] = useState<SenderErrors>(noErrors);
  const [speed, setSpeed] = useState<number | null>(null);
  const [longestGap_s, setLongestGap] = useState<number | null>(null);
  const running = useRunning();
  const refused = running.isError ? Problem.from(running.error) : null;
  const errorOf = (field: string) => refused?.about(field);
  const edit = (part: Partial<SenderDraft>) => {
    setErrors(noErrors);
    change(part);
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const { addressee, errors: missing, isComplete } = addresseeOf(draft, secrets);
    if (!isComplete) return setErrors(missing);
    const replay = {
      ids: [...ids],
      speed: speed ?? 1,
      ...(longestGap_s === null ? {} : { longest_gap_s: longestGap_s }),
    };
    return running.mutate({ ...addressee, replay });
  };
  return (
    <form id="replay-form" className={classes.octets} onSubmit={handleSubmit} noValidate>
      <Addressee draft={draft} errors={errors} errorOf={errorOf} onChange={edit} />
      <IdentityFields
        id="replay"
        draft={draft}
        secrets={secrets}
        onChange={edit}
        onSecret={setSecrets}
        errorOf={(field) => errors.identity[field] ?? errorOf(field)}
      />
      <div className={classes.pair}>
        <NumberField
          id="replay-speed"
          label={words.speed}
          help={words.speedHelp}
          min={0.01}
          max={10_000}
          decimals={2}
          value={speed}
          placeholder="1"
          error={errorOf("replay.speed")}
          onChange={setSpeed}
        />
        <NumberField
          id="replay-gap"
          label={words.gap}
          min={0}
          max={86_400}
          decimals={2}
          value={longestGap_s}
          placeholder={words.asTheyCame}
          error={errorOf("replay.longest_gap_s")}
          onChange={setLongestGap}
        />
      </div>
      <ChoiceField
        label={texts.sender.kind}
        value={draft.version === "1" ? "trap" : draft.kind}
        options={draft.version === "1" ? kinds.slice(0, 1) : kinds}
        onChange={(kind) => edit({ kind })}
      />
      {refused ? <ProblemNotice title={texts.sender.failed} cause={refused} /> : null}
      <div className={classes.answers}>
        <ActButton id="replay-start" type="submit" loading={running.isPending}>
          {words.submit(formatCount(ids.length))}
        </ActButton>
      </div>
      <Runs />
    </form>
  );
}
