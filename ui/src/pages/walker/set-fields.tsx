import { Select } from "@mantine/core";
import type { Problem } from "../../api/problem";
import { useKnownNode } from "../../components/forms/known-names";
import { NameField } from "../../components/forms/name-field";
import { ToolButton } from "../../components/tool-button";
import { factsOfType, kindOf, TypedValueField } from "../../components/values/typed";
import { readTicks, ticksText } from "../../components/values/typed/ticks";
import { texts } from "../../texts";
import { type BindingDraft, typeOfMib, valueTypes, withBinding } from "../traps/sender/draft";
import type { DraftErrors, WalkDraft } from "./request";
import classes from "./walker.module.css";

const words = texts.walker;
const types = [
  { value: typeOfMib, label: texts.sender.typeOfMib },
  ...valueTypes.filter((type) => type !== "Null").map((type) => ({ value: type, label: type })),
];

interface SetFieldsProps {
  draft: WalkDraft;
  missing: DraftErrors;
  problem: Problem | null;
  onChange: (change: Partial<WalkDraft>) => void;
}

/** What is set: all of it or nothing (RFC 3416 §4.2.5). Types come from the MIB, unless one says otherwise. */
export function SetFields({ draft: { varbinds }, missing, problem, onChange }: SetFieldsProps) {
  const edit = (key: number, part: Partial<BindingDraft>) =>
    onChange({ varbinds: varbinds.map((binding) => (binding.key === key ? { ...binding, ...part } : binding)) });
  const wrong = missing.varbinds ?? (problem?.field === "varbinds" ? problem.detail : undefined);
  const refusedAt = (index: number, part: string) => problem?.about(`varbinds.${index}.${part}`);
  return (
    <fieldset id="walk-set" className={classes.set}>
      <legend className={classes.setLegend}>{words.whatToSet}</legend>
      {varbinds.map((binding, index) => (
        <SetRow
          key={binding.key}
          binding={binding}
          number={index + 1}
          oidError={missing.bindings?.[binding.key]?.oid ?? refusedAt(index, "oid")}
          valueError={refusedAt(index, "value") ?? refusedAt(index, "type")}
          onEdit={(part) => edit(binding.key, part)}
          onRemove={() => onChange({ varbinds: varbinds.filter(({ key }) => key !== binding.key) })}
        />
      ))}
      {wrong ? <p className={classes.wrong}>{wrong}</p> : null}
      <div>
        <ToolButton
          icon="plus"
          label={words.addVariable}
          isWordy
          type="button"
          onClick={() => onChange({ varbinds: withBinding(varbinds) })}
        />
      </div>
      <p className={classes.quiet}>{words.setHelp}</p>
    </fieldset>
  );
}

interface SetRowProps {
  binding: BindingDraft;
  number: number;
  oidError: string | undefined;
  valueError: string | undefined;
  onEdit: (part: Partial<BindingDraft>) => void;
  onRemove: () => void;
}

function SetRow({ binding, number, oidError, valueError, onEdit, onRemove }: SetRowProps) {
  const type = useKnownNode(binding.oid)?.value_type;
  const facts = type && binding.type === typeOfMib ? factsOfType(type) : null;
  const isTicks = facts !== null && kindOf(facts) === "ticks";
  // Seconds become the time that they are: the server reads no unit.
  const read = (text: string) => (isTicks && text.endsWith("s") ? timeOf(text) : text);
  return (
    <div className={classes.setRow}>
      <NameField
        id={`walk-set-oid-${number}`}
        aria-label={words.variable(number)}
        placeholder={words.oid}
        value={binding.oid}
        error={oidError}
        onChange={(oid) => onEdit({ oid })}
      />
      <ToolButton icon="close" label={words.removeVariable(number)} isBare type="button" onClick={onRemove} />
      <div className={classes.setValue}>
        <Select
          aria-label={words.typeOf(number)}
          data={types}
          value={binding.type}
          allowDeselect={false}
          onChange={(type) => onEdit({ type: type ?? typeOfMib })}
        />
        <TypedValueField
          id={`walk-set-value-${number}`}
          ariaLabel={words.valueOf(number)}
          facts={facts}
          text={binding.value}
          error={valueError}
          onText={(text) => onEdit({ value: read(text) })}
        />
      </div>
    </div>
  );
}

function timeOf(text: string): string {
  const hundredths = readTicks(text);
  return hundredths === null ? text : ticksText(hundredths);
}
