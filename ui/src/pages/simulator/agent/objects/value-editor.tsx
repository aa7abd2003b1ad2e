import type { KeyboardEvent, MouseEvent } from "react";
import type { AgentObject } from "../../../../api/generated";
import { exampleOf, factsOfObject, kindOf, labelOptions } from "../../../../components/values/typed";
import { type Store, useStore } from "../../../../live/external-store";
import { texts } from "../../../../texts";
import classes from "../../agents.module.css";

const words = texts.objects;

export interface ValueEditorProps {
  object: AgentObject;
  typed: Store<string>;
  isBusy: boolean;
  onSave: (object: AgentObject) => void;
  onCancel: () => void;
}

function focusOn(field: HTMLInputElement | HTMLSelectElement | null): void {
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}

/** A value where it stands: Enter saves, Escape leaves it; an enumeration is chosen by label. */
export function ValueEditor({ object, typed, isBusy, onSave, onCancel }: ValueEditorProps) {
  const text = useStore(typed, (state) => state);
  const facts = factsOfObject(object);
  const handleKey = (event: KeyboardEvent) => {
    // The list around it moves by the same keys.
    event.stopPropagation();
    if (event.key === "Enter") onSave(object);
    if (event.key !== "Escape" && event.key !== "Enter") return;
    event.preventDefault();
    if (event.key === "Escape") onCancel();
  };
  const shared = {
    id: "object-value",
    className: classes.valueInput,
    "aria-label": words.valueOf(object.name),
    value: text,
    disabled: isBusy,
    onKeyDown: handleKey,
    onClick: (event: MouseEvent) => event.stopPropagation(),
  };
  if (kindOf(facts) === "enumeration") {
    return (
      <select {...shared} ref={focusOn} onChange={(event) => typed.set(event.currentTarget.value)}>
        {labelOptions(facts, text).map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...shared}
      ref={focusOn}
      type="text"
      spellCheck={false}
      autoComplete="off"
      placeholder={exampleOf(facts)}
      onChange={(event) => typed.set(event.currentTarget.value)}
    />
  );
}
