import { Button, Checkbox, SegmentedControl } from "@mantine/core";
import { texts } from "../../../texts";
import { bitsText, readBits } from "./bits";
import { type DateParts, dateOf, dateText, readDate } from "./date-and-time";
import { kindOf, type ValueFacts } from "./facts";
import { hexText, meantOctets, textOf } from "./octets";
import { readingOf } from "./texts";
import classes from "./typed.module.css";

const words = texts.typed;

export interface ValuePickerProps {
  facts: ValueFacts;
  /** What is typed, and stays the one truth: a picker reads it and writes it. */
  text: string;
  isBusy?: boolean;
  onText: (text: string) => void;
}

/** What helps to write a value: boxes for bits, a calendar for dates, and how the rest is understood. */
export function ValuePicker(props: ValuePickerProps) {
  const { facts, text } = props;
  const kind = kindOf(facts);
  const reading = readingOf(facts, text);
  return (
    <>
      {kind === "bits" ? <BitsPicker {...props} /> : null}
      {kind === "date" ? <DatePicker {...props} /> : null}
      {kind === "octets" ? <OctetsPicker {...props} /> : null}
      {reading ? (
        <p className={classes.reading} data-wrong={reading.isWrong || undefined}>
          {reading.text}
        </p>
      ) : null}
    </>
  );
}

function BitsPicker({ facts, text, isBusy, onText }: ValuePickerProps) {
  const bits = new Set(readBits(text, facts.labels));
  const toggle = (bit: number) => {
    const next = new Set(bits);
    if (!next.delete(bit)) next.add(bit);
    onText(bitsText(next, facts.labels));
  };
  return (
    <fieldset className={classes.bits}>
      <legend className={classes.legend}>{words.bits}</legend>
      {Object.entries(facts.labels)
        .sort(([, one], [, other]) => one - other)
        .map(([label, bit]) => (
          <Checkbox
            key={label}
            size="xs"
            label={`${label}(${bit})`}
            checked={bits.has(bit)}
            disabled={isBusy ?? false}
            onChange={() => toggle(bit)}
          />
        ))}
    </fieldset>
  );
}

const zones = Array.from({ length: 27 }, (_, at) => {
  const hours = String(Math.abs(at - 12)).padStart(2, "0");
  return `${at < 12 ? "-" : "+"}${hours}:00`;
});

function DatePicker({ text, isBusy, onText }: ValuePickerProps) {
  const parts = readDate(text);
  const change = (part: Partial<DateParts>) => onText(dateText({ ...(parts ?? dateOf(new Date())), ...part }));
  const offered = parts?.zone && !zones.includes(parts.zone) ? [parts.zone, ...zones] : zones;
  return (
    <div className={classes.date}>
      <input
        type="datetime-local"
        step={1}
        className={classes.input}
        aria-label={words.date}
        value={parts?.local ?? ""}
        disabled={isBusy}
        onChange={({ currentTarget: { value } }) => {
          // The browser leaves out seconds that are zero.
          if (value) change({ local: value.length === 16 ? `${value}:00` : value });
        }}
      />
      <select
        className={classes.input}
        aria-label={words.zone}
        value={parts?.zone ?? ""}
        disabled={isBusy}
        onChange={(event) => change({ zone: event.currentTarget.value })}
      >
        <option value="">{words.noZone}</option>
        {offered.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </select>
      <Button
        variant="default"
        size="compact-xs"
        disabled={isBusy ?? false}
        onClick={() => onText(dateText(dateOf(new Date())))}
      >
        {words.now}
      </Button>
    </div>
  );
}

function OctetsPicker({ text, isBusy, onText }: ValuePickerProps) {
  const { octets, isHex } = meantOctets(text);
  const asText = textOf(octets);
  return (
    <SegmentedControl
      size="xs"
      aria-label={words.form}
      value={isHex ? "hex" : "text"}
      data={[
        // Octets that are no text stay hexadecimal.
        { value: "text", label: words.text, disabled: isHex && asText === null },
        { value: "hex", label: words.hex },
      ]}
      disabled={isBusy ?? false}
      onChange={(form) => onText(form === "hex" ? hexText(octets) : (asText ?? text))}
      className={classes.form}
    />
  );
}
