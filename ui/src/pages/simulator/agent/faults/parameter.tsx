import { Select } from "@mantine/core";
import type { FaultRow } from "../../../../api/generated";
import { NumberField, WireField } from "../../../../components/forms/fields";
import { texts } from "../../../../texts";
import type { FaultField } from "./rows";

const words = texts.faults;
/** RFC 3416 §3 without noError, which is none. */
const errorStatuses =
  "tooBig noSuchName badValue readOnly genErr noAccess wrongType wrongLength wrongEncoding wrongValue noCreation inconsistentValue resourceUnavailable commitFailed undoFailed authorizationError notWritable inconsistentName".split(
    " ",
  );
const MOST = 2 ** 31 - 1;
/** Fractions of a second, or parts of one. */
const decimals: Partial<Record<FaultField, number>> = {
  delay_s: 3,
  jitter_s: 3,
  hold_s: 3,
  wrap_after_s: 2,
  probability: 3,
  from_s: 1,
  until_s: 1,
};
const signed = new Set<FaultField>(["boots_offset", "time_offset_s"]);
const written = new Set<FaultField>(["community", "engine_id"]);

interface FaultParameterProps {
  name: FaultField;
  row: FaultRow;
  error: string | undefined;
  onChange: (part: Partial<FaultRow>) => void;
}

/** One field of a fault; empty is as the kind has it. */
export function FaultParameter({ name, row, error, onChange }: FaultParameterProps) {
  const id = `fault-${name}`;
  const label = words.fields[name];
  if (name === "status") {
    return (
      <Select
        id={id}
        label={label}
        data={errorStatuses}
        value={row.status ?? "genErr"}
        allowDeselect={false}
        error={error ?? null}
        onChange={(status) => onChange({ status })}
      />
    );
  }
  if (written.has(name)) {
    return (
      <WireField
        id={id}
        label={label}
        value={String(row[name] ?? "")}
        error={error}
        onChange={(event) => onChange({ [name]: event.currentTarget.value || null })}
      />
    );
  }
  const value = row[name];
  return (
    <NumberField
      id={id}
      label={label}
      min={signed.has(name) ? -MOST : 0}
      max={MOST}
      decimals={decimals[name] ?? 0}
      value={typeof value === "number" ? value : null}
      error={error}
      onChange={(typed) => onChange({ [name]: typed })}
    />
  );
}
