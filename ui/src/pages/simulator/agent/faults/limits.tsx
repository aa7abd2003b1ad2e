import { useState } from "react";
import type { FaultKindFacts, FaultRow } from "../../../../api/generated";
import { ChoiceField, WireField } from "../../../../components/forms/fields";
import { Fold } from "../../../../components/forms/fold";
import { texts } from "../../../../texts";
import classes from "../../agents.module.css";
import { FaultParameter } from "./parameter";
import { type FaultField, limitsOf, listLimits, numericLimits, wordsIn } from "./rows";

const words = texts.faults;
const requests = ["GetRequest", "GetNextRequest", "GetBulkRequest", "SetRequest"];
const versions = ["1", "2c", "3"];
const all = "";

interface FaultLimitsProps {
  row: FaultRow;
  facts: FaultKindFacts | undefined;
  errorOf: (field: FaultField) => string | undefined;
  onChange: (part: Partial<FaultRow>) => void;
}

/** When a fault hits: which requests, whose, how often, and from when to when. */
export function FaultLimits({ row, facts, errorOf, onChange }: FaultLimitsProps) {
  const note = limitsOf(row, facts && { ...facts, parameters: [] });
  const isWrong = [...numericLimits, ...listLimits].some(errorOf);
  return (
    <Fold title={words.limits} note={note} isOpen={isWrong || undefined}>
      <div className={classes.limits}>
        <OneOf name="pdus" options={requests} row={row} onChange={onChange} />
        <OneOf name="versions" options={versions} row={row} onChange={onChange} />
        <Listed name="subtrees" help={words.subtreesHelp} row={row} error={errorOf("subtrees")} onChange={onChange} />
        <Listed name="sources" help={words.sourcesHelp} row={row} error={errorOf("sources")} onChange={onChange} />
        <div className={classes.pair}>
          {numericLimits.map((name) => (
            <FaultParameter key={name} name={name} row={row} error={errorOf(name)} onChange={onChange} />
          ))}
        </div>
      </div>
    </Fold>
  );
}

interface OneOfProps {
  name: "pdus" | "versions";
  options: readonly string[];
  row: FaultRow;
  onChange: (part: Partial<FaultRow>) => void;
}

/** All of them, or one; several that were set elsewhere stay until another choice is made. */
function OneOf({ name, options, row, onChange }: OneOfProps) {
  const chosen = row[name] ?? [];
  const several = chosen.length > 1 ? [{ value: chosen.join(","), label: chosen.join(", ") }] : [];
  return (
    <ChoiceField
      label={words.fields[name]}
      value={chosen.join(",")}
      options={[
        { value: all, label: words.anyRequest },
        ...options.map((value) => ({ value, label: value.replace("Request", "") })),
        ...several,
      ]}
      onChange={(value) => onChange({ [name]: value === all ? [] : value.split(",") })}
    />
  );
}

interface ListedProps {
  name: "subtrees" | "sources";
  help: string;
  row: FaultRow;
  error: string | undefined;
  onChange: (part: Partial<FaultRow>) => void;
}

/** Several words in one field, kept as they are typed. */
function Listed({ name, help, row, error, onChange }: ListedProps) {
  const [typed, setTyped] = useState((row[name] ?? []).join(", "));
  return (
    <WireField
      id={`fault-${name}`}
      label={words.fields[name]}
      help={help}
      value={typed}
      error={error}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange({ [name]: wordsIn(event.currentTarget.value) });
      }}
    />
  );
}
