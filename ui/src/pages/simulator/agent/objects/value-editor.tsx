import { type KeyboardEvent, useState } from "react";
import type { AgentObject } from "../../../../api/generated";
import { texts } from "../../../../texts";
import classes from "../../agents.module.css";

const words = texts.objects;
/** How a value of these types is written; others are written as they are shown. */
const written: Record<string, string> = {
  MacAddress: "0:1e:aa:0:0:1",
  PhysAddress: "0:1e:aa:0:0:1",
  DateAndTime: "2026-11-28,12:0:0.0,+1:0",
  TimeTicks: words.ticks,
  TimeStamp: words.ticks,
};

export interface ValueEditorProps {
  object: AgentObject;
  isBusy: boolean;
  onSave: (value: string | number) => void;
  onCancel: () => void;
}

/** What is typed first: the label of an enumeration, the number of a number, else what is seen. */
export function firstText({ type, value, display, labels }: AgentObject): string {
  const label = Object.entries(labels).find(([, number]) => String(number) === value)?.[0];
  if (label) return label;
  return /^-?\d+$/.test(value) && type !== "OCTET STRING" ? value : display;
}

/** Numbers are sent as numbers, so that a text of digits stays a text. */
export function readTyped(typed: string, { type }: AgentObject): string | number {
  const isNumeric = type !== "OCTET STRING" && type !== "OBJECT IDENTIFIER" && /^-?\d{1,15}$/.test(typed.trim());
  return isNumeric ? Number(typed) : typed;
}

function focusOn(field: HTMLInputElement | HTMLSelectElement | null): void {
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}

/** A value where it stands: Enter saves, Escape leaves it; an enumeration is chosen by label. */
export function ValueEditor({ object, isBusy, onSave, onCancel }: ValueEditorProps) {
  const [typed, setTyped] = useState(() => firstText(object));
  const isEnumeration = Object.keys(object.labels).length > 0 && object.type === "INTEGER";
  const handleKey = (event: KeyboardEvent) => {
    // The list around it moves by the same keys.
    event.stopPropagation();
    if (event.key === "Enter") onSave(readTyped(typed, object));
    if (event.key !== "Escape" && event.key !== "Enter") return;
    event.preventDefault();
    if (event.key === "Escape") onCancel();
  };
  const shared = {
    id: "object-value",
    className: classes.valueInput,
    "aria-label": words.valueOf(object.name),
    value: typed,
    disabled: isBusy,
    onKeyDown: handleKey,
    onClick: (event: React.MouseEvent) => event.stopPropagation(),
  };
  if (isEnumeration) {
    return (
      <select {...shared} ref={focusOn} onChange={(event) => setTyped(event.currentTarget.value)}>
        {Object.entries(object.labels).map(([label, number]) => (
          <option key={label} value={label}>{`${label}(${number})`}</option>
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
      placeholder={written[object.syntax] ?? object.syntax}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
