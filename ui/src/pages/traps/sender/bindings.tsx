import { Select } from "@mantine/core";
import { WireField } from "../../../components/forms/fields";
import { ToolButton } from "../../../components/tool-button";
import { texts } from "../../../texts";
import { type BindingDraft, type SenderErrors, valueTypes, withBinding } from "./draft";
import classes from "./sender.module.css";

const words = texts.sender;

interface BindingsProps {
  varbinds: readonly BindingDraft[];
  errors: SenderErrors["bindings"];
  /** The server's word about one of them. */
  refused: string | null;
  onChange: (varbinds: BindingDraft[]) => void;
}

export function Bindings({ varbinds, errors, refused, onChange }: BindingsProps) {
  const edit = (key: number, part: Partial<BindingDraft>) =>
    onChange(varbinds.map((binding) => (binding.key === key ? { ...binding, ...part } : binding)));
  return (
    <fieldset className={classes.bindings}>
      <legend className={classes.legend}>{words.bindings}</legend>
      {varbinds.map((binding, index) => (
        <BindingRow
          key={binding.key}
          binding={binding}
          number={index + 1}
          error={errors[binding.key]?.oid}
          onEdit={(part) => edit(binding.key, part)}
          onRemove={() => onChange(varbinds.filter((other) => other.key !== binding.key))}
        />
      ))}
      {refused ? (
        <p className={classes.refused} role="alert">
          {refused}
        </p>
      ) : null}
      <div>
        <ToolButton
          icon="plus"
          label={words.addBinding}
          isWordy
          type="button"
          onClick={() => onChange(withBinding(varbinds))}
        />
      </div>
    </fieldset>
  );
}

interface BindingRowProps {
  binding: BindingDraft;
  number: number;
  error: string | undefined;
  onEdit: (part: Partial<BindingDraft>) => void;
  onRemove: () => void;
}

function BindingRow({ binding, number, error, onEdit, onRemove }: BindingRowProps) {
  const name = (part: string) => `${part} ${number}`;
  return (
    <div className={classes.binding}>
      <div className={classes.bindingOid}>
        <WireField
          aria-label={name(words.bindingOid)}
          placeholder={words.bindingOid}
          value={binding.oid}
          error={error}
          onChange={(event) => onEdit({ oid: event.currentTarget.value })}
        />
      </div>
      <Select
        aria-label={name(words.bindingType)}
        data={[...valueTypes]}
        value={binding.type}
        allowDeselect={false}
        onChange={(type) => onEdit({ type: type ?? "Integer" })}
      />
      <WireField
        aria-label={name(words.bindingValue)}
        placeholder={words.bindingValue}
        value={binding.value}
        disabled={binding.type === "Null"}
        onChange={(event) => onEdit({ value: event.currentTarget.value })}
      />
      <ToolButton icon="close" label={`${words.removeBinding} ${number}`} isBare type="button" onClick={onRemove} />
    </div>
  );
}
