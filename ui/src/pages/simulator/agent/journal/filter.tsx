import { Select } from "@mantine/core";
import type { Problem } from "../../../../api/problem";
import { NumberField, WireField } from "../../../../components/forms/fields";
import { NameField } from "../../../../components/forms/name-field";
import { texts } from "../../../../texts";
import { pdus } from "../../log-filter";
import classes from "./journal.module.css";
import type { JournalFilter } from "./query";

const words = texts.journal;
const MOST_MINUTES = 10_000;
const MOST_REPETITIONS = 2 ** 31 - 1;

interface JournalFilterFormProps {
  filter: JournalFilter;
  onChange: (part: Partial<JournalFilter>) => void;
  /** What the server cannot take, and of which field. */
  refused: Problem | null;
}

/** Which of an agent's requests are meant. */
export function JournalFilterForm({ filter, onChange, refused }: JournalFilterFormProps) {
  return (
    <search className={classes.fields} aria-label={words.which}>
      <NameField
        id="journal-object"
        label={words.object}
        placeholder={words.anyObject}
        value={filter.object}
        onChange={(object) => onChange({ object })}
        error={refused?.about("oid")}
      />
      <Select
        id="journal-pdu"
        label={words.pdu}
        placeholder={words.anyPdu}
        data={[...pdus]}
        value={filter.pdu === "" ? null : filter.pdu}
        onChange={(pdu) => onChange({ pdu: pdu ?? "" })}
        clearable
      />
      <WireField
        id="journal-source"
        label={words.source}
        placeholder={words.anySource}
        value={filter.source}
        onChange={(event) => onChange({ source: event.currentTarget.value })}
        error={refused?.about("source")}
      />
      <NumberField
        id="journal-minutes"
        label={words.minutes}
        placeholder={words.anyTime}
        min={0}
        max={MOST_MINUTES}
        decimals={1}
        value={filter.minutes}
        onChange={(minutes) => onChange({ minutes })}
        error={refused?.about("last_s")}
      />
      <NumberField
        id="journal-repetitions"
        label={words.repetitions}
        placeholder={words.anyRepetitions}
        min={0}
        max={MOST_REPETITIONS}
        value={filter.repetitions}
        onChange={(repetitions) => onChange({ repetitions })}
        error={refused?.about("max_repetitions")}
      />
    </search>
  );
}
