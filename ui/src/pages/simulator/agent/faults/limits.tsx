import { Checkbox } from "@mantine/core";
import { useState } from "react";
import type { FaultKindFacts, FaultRow } from "../../../../api/generated";
import { WireField } from "../../../../components/forms/fields";
import { Fold } from "../../../../components/forms/fold";
import { texts } from "../../../../texts";
import classes from "../../agents.module.css";
import { FaultParameter } from "./parameter";
import { type FaultField, limitsOf, listLimits, numericLimits, wordsIn } from "./rows";

const words = texts.faults;
const requests = ["GetRequest", "GetNextRequest", "GetBulkRequest", "SetRequest"];
const versions = ["1", "2c", "3"];

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
        <Several name="pdus" options={requests} row={row} onChange={onChange} />
        <Several name="versions" options={versions} row={row} onChange={onChange} />
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

interface SeveralProps {
  name: "pdus" | "versions";
  options: readonly string[];
  row: FaultRow;
  onChange: (part: Partial<FaultRow>) => void;
}

/** Those that are ticked; none means all of them. */
function Several({ name, options, row, onChange }: SeveralProps) {
  const chosen = row[name] ?? [];
  return (
    <Checkbox.Group
      label={words.fields[name]}
      description={words.noneIsAll}
      inputWrapperOrder={["label", "input", "error", "description"]}
      value={[...chosen]}
      onChange={(ticked) => onChange({ [name]: options.filter((option) => ticked.includes(option)) })}
    >
      <div className={classes.boxes}>
        {options.map((value) => (
          <Checkbox key={value} size="sm" value={value} label={value.replace("Request", "")} />
        ))}
      </div>
    </Checkbox.Group>
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
