import { type FormEvent, useState } from "react";
import { ActButton } from "../../../components/act-button";
import { Fold } from "../../../components/forms/fold";
import { useKnownNode } from "../../../components/forms/known-names";
import { NameField } from "../../../components/forms/name-field";
import { factsOfType, TypedValueField, typedValue } from "../../../components/values/typed";
import { texts } from "../../../texts";
import classes from "../agents.module.css";
import { instanceOf } from "./overrides-document";

const words = texts.overrides;

interface OverrideEntryProps {
  /** The document can take a value. */
  isPossible: boolean;
  onPut: (key: string, value: string | number) => void;
}

/** One value by its type, put into the document below instead of being written there. */
export function OverrideEntry({ isPossible, onPut }: OverrideEntryProps) {
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  const known = useKnownNode(name);
  const facts = known?.value_type ? factsOfType(known.value_type) : null;
  const instance = instanceOf(name, known);
  const isColumn = instance === null && known?.node.type === "column";
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (instance === null) return;
    onPut(instance, typedValue(facts, text));
    setName("");
    setText("");
  };
  return (
    <Fold title={words.entry}>
      <form id="override-entry" className={classes.entry} onSubmit={handleSubmit} noValidate>
        <NameField
          id="override-name"
          label={words.entryName}
          value={name}
          error={isColumn ? words.entryIndex : undefined}
          onChange={(typed) => {
            setName(typed);
            setText("");
          }}
        />
        <TypedValueField id="override-value" label={words.entryValue} facts={facts} text={text} onText={setText} />
        <div className={classes.answers}>
          <ActButton
            id="override-put"
            type="submit"
            variant="default"
            reason={isPossible ? (instance === null ? words.entryFirst : undefined) : words.mendFirst}
          >
            {words.entryPut}
          </ActButton>
        </div>
      </form>
    </Fold>
  );
}
