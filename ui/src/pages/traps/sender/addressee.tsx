import { NumberField } from "../../../components/forms/fields";
import { TargetField } from "../../../components/forms/target-field";
import { useLive } from "../../../live";
import { reachableHost } from "../../../live/addresses";
import { texts } from "../../../texts";
import type { SenderDraft, SenderErrors } from "./draft";
import classes from "./sender.module.css";

const words = texts.sender;

interface AddresseeProps {
  draft: SenderDraft;
  errors: SenderErrors;
  errorOf: (field: string) => string | undefined;
  onChange: (change: Partial<SenderDraft>) => void;
}

/** Where it goes to; our own receiver is offered while it listens. */
export function Addressee({ draft, errors, errorOf, onChange }: AddresseeProps) {
  const receiver = useLive((state) => state.traps);
  const here =
    receiver?.running && receiver.port !== null
      ? [{ target: reachableHost(receiver.host), port: receiver.port, note: words.fillHere }]
      : [];
  return (
    <div className={classes.targetRow}>
      <TargetField
        id="trap-target"
        label={words.target}
        value={draft.target}
        offered={here}
        error={errors.target ?? errorOf("target")}
        onChange={(target) => onChange({ target })}
        onChoose={({ target, port }) => onChange({ target, port })}
      />
      <NumberField
        id="trap-port"
        label={words.port}
        min={1}
        max={65535}
        value={draft.port}
        placeholder="162"
        error={errorOf("port")}
        onChange={(port) => onChange({ port })}
      />
    </div>
  );
}
