import { Select } from "@mantine/core";
import type { CheckedVarBind } from "../../../api/generated";
import { labelsOf, useKnownNode } from "../../../components/forms/known-names";
import { NameField } from "../../../components/forms/name-field";
import { OfferedField } from "../../../components/forms/offered-field";
import { ToolButton } from "../../../components/tool-button";
import { factsOfType, kindOf, ValuePicker } from "../../../components/values/typed";
import { texts } from "../../../texts";
import { type BindingDraft, type SenderErrors, typeOfMib, valueTypes, withBinding } from "./draft";
import classes from "./sender.module.css";

const words = texts.sender;
const types = [
  { value: typeOfMib, label: words.typeOfMib },
  ...valueTypes.map((type) => ({ value: type, label: type })),
];

interface BindingsProps {
  varbinds: readonly BindingDraft[];
  errors: SenderErrors["bindings"];
  /** The server's word about a part of one of them, by its place. */
  refusedAt: (index: number, part: "oid" | "type" | "value") => string | undefined;
  /** What the server makes of each, by its place. */
  checked: readonly CheckedVarBind[];
  onChange: (varbinds: BindingDraft[]) => void;
}

export function Bindings({ varbinds, errors, refusedAt, checked, onChange }: BindingsProps) {
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
          oidError={errors[binding.key]?.oid ?? refusedAt(index, "oid")}
          valueError={refusedAt(index, "value") ?? refusedAt(index, "type")}
          checked={checked[index]}
          onEdit={(part) => edit(binding.key, part)}
          onRemove={() => onChange(varbinds.filter((other) => other.key !== binding.key))}
        />
      ))}
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
  oidError: string | undefined;
  valueError: string | undefined;
  checked: CheckedVarBind | undefined;
  onEdit: (part: Partial<BindingDraft>) => void;
  onRemove: () => void;
}

function BindingRow({ binding, number, oidError, valueError, checked, onEdit, onRemove }: BindingRowProps) {
  const wrong = (isOid: boolean) =>
    checked?.error && (checked.part === "oid") === isOid && binding.value !== "" ? checked.error : undefined;
  const name = (part: string) => `${part} ${number}`;
  const known = useKnownNode(binding.oid);
  const facts = binding.type === typeOfMib && known?.value_type ? factsOfType(known.value_type) : null;
  return (
    <div className={classes.binding}>
      <div className={classes.bindingOid}>
        <NameField
          aria-label={name(words.bindingOid)}
          placeholder={words.bindingOid}
          value={binding.oid}
          error={oidError ?? wrong(true)}
          onChange={(oid) => onEdit({ oid })}
        />
      </div>
      <Select
        aria-label={name(words.bindingType)}
        data={types}
        value={binding.type}
        allowDeselect={false}
        onChange={(type) => onEdit({ type: type ?? typeOfMib })}
      />
      <div className={classes.bindingValue}>
        <OfferedField
          aria-label={name(words.bindingValue)}
          placeholder={known?.node.syntax || words.bindingValue}
          value={binding.value}
          offered={labelsOf(known)}
          error={valueError ?? wrong(false)}
          help={shownOf(checked, binding.value)}
          disabled={binding.type === "Null"}
          onChange={(value) => onEdit({ value })}
        />
        {facts && kindOf(facts) !== "enumeration" ? (
          <ValuePicker facts={facts} text={binding.value} onText={(value) => onEdit({ value })} />
        ) : null}
      </div>
      <ToolButton icon="close" label={`${words.removeBinding} ${number}`} isBare type="button" onClick={onRemove} />
    </div>
  );
}

/** The value as people read it, where that says more than what was typed. */
function shownOf(checked: CheckedVarBind | undefined, typed: string): string | undefined {
  const display = checked?.shown?.display;
  return display === undefined || display === typed.trim() ? undefined : display;
}
