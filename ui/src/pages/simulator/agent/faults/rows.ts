import type {
  AgentFaultsState,
  FaultCatalogue,
  FaultKindFacts,
  FaultRow,
  FaultsDocument,
} from "../../../../api/generated";
import { formatCount } from "../../../../components/values/format";
import { texts } from "../../../../texts";

/** Faults as a document: those of a preset come first in the agent's list, its own ones after them. */
export type FaultField = keyof typeof texts.faults.fields;

const words = texts.faults;
/** What every kind takes: when and for whom it hits. */
export const numericLimits = [
  "probability",
  "every",
  "skip",
  "times",
  "from_s",
  "until_s",
  "above_varbinds",
  "above_octets",
] as const satisfies readonly FaultField[];
export const listLimits = ["pdus", "versions", "subtrees", "sources"] as const satisfies readonly FaultField[];

function sizeOfPreset(catalogue: FaultCatalogue, preset: string | null): number {
  return catalogue.presets.find(({ name }) => name === preset)?.faults.length ?? 0;
}

/** A preset takes the place of the one before; what was put together by hand stays. */
export function withPreset(catalogue: FaultCatalogue, state: AgentFaultsState, preset: string): FaultsDocument {
  const faults = state.faults.slice(sizeOfPreset(catalogue, state.preset));
  return { preset, faults, seed: state.seed };
}

/** One row less, more or other; a preset that is touched becomes rows like others. */
export function withRows(
  catalogue: FaultCatalogue,
  state: AgentFaultsState,
  at: number,
  replacement: readonly FaultRow[],
): FaultsDocument {
  const of_preset = sizeOfPreset(catalogue, state.preset);
  const rows = state.faults.toSpliced(at, 1, ...replacement);
  if (at < of_preset) return { preset: null, faults: rows, seed: state.seed };
  return { preset: state.preset, faults: rows.slice(of_preset), seed: state.seed };
}

/** Where a row stands in what is sent, which is how the server names its mistakes. */
export function placeInDocument(catalogue: FaultCatalogue, state: AgentFaultsState, at: number): number {
  const of_preset = sizeOfPreset(catalogue, state.preset);
  return at < of_preset ? at : at - of_preset;
}

/** Another kind with the limits of the one before. */
export function asKind(row: FaultRow, { usual }: FaultKindFacts): FaultRow {
  const limits = [...numericLimits, ...listLimits].map((name) => [name, row[name]]);
  return { ...usual, ...Object.fromEntries(limits) };
}

/** What was left empty is as the kind has it. */
export function completed(row: FaultRow, { usual }: FaultKindFacts): FaultRow {
  const fields = Object.entries(row) as [keyof FaultRow, unknown][];
  return { ...row, ...Object.fromEntries(fields.map(([name, value]) => [name, value ?? usual[name]])) };
}

/** What its kind takes, and how it differs from "every answer, always", in a few words. */
export function limitsOf(row: FaultRow, facts: FaultKindFacts | undefined): string {
  const own = (facts?.parameters ?? []) as FaultField[];
  const numbers = numericLimits.filter((name) => row[name] !== facts?.usual[name]);
  const lists = listLimits.filter((name) => (row[name]?.length ?? 0) > 0);
  const said = [...own, ...numbers, ...lists].flatMap((name) => {
    const value = row[name];
    return value === null || value === undefined || value === 0 ? [] : [`${words.fields[name]} ${shown(value)}`];
  });
  return said.join(" · ") || words.always;
}

function shown(value: number | string | readonly string[]): string {
  if (typeof value === "number") return formatCount(value);
  return typeof value === "string" ? value : value.join(", ");
}

/** Words with commas or spaces between them. */
export function wordsIn(typed: string): string[] {
  return typed.split(/[\s,]+/).filter(Boolean);
}
