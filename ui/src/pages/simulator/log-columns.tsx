import type { SimulatorLogEntry } from "../../api/generated";
import type { Column } from "../../components/table/column";
import { formatCount, formatMoment, formatTime } from "../../components/values/format";
import { splitName } from "../../components/values/name";
import { texts } from "../../texts";

const words = texts.simulator;

export function resultOf(entry: SimulatorLogEntry): string {
  if (entry.drop) return words.dropped(entry.drop.replaceAll("_", " "));
  return entry.errors > 0 ? words.errors(entry.errors) : words.answered;
}

export function toneOfEntry(entry: SimulatorLogEntry): string | undefined {
  return entry.drop || entry.errors > 0 ? "bad" : undefined;
}

function span(first: string | null | undefined, last: string | null | undefined): string {
  return last && last !== first ? `${first} … ${last}` : (first ?? "");
}

/** From where to where, as names where the library has them. */
export function namesOf(entry: SimulatorLogEntry): string {
  // Where the result has no room for a column, a drop says so here.
  if (!entry.first_oid) return entry.drop ? resultOf(entry) : "";
  return span(entry.first_name ?? entry.first_oid, entry.last_name ?? entry.last_oid);
}

/** The same without modules, for which a line of a log has no room. */
export function labelsOf(entry: SimulatorLogEntry): string {
  if (!entry.first_oid) return namesOf(entry);
  const label = (name: string | null | undefined) => splitName(name ?? "").label;
  return span(label(entry.first_name ?? entry.first_oid), label(entry.last_name ?? entry.last_oid));
}

function oidsOf(entry: SimulatorLogEntry): string {
  return span(entry.first_oid, entry.last_oid);
}

export const logColumns: readonly Column<SimulatorLogEntry>[] = [
  {
    id: "time",
    header: words.columns.time,
    size: 116,
    text: (entry) => formatTime(entry.at * 1000),
    raw: (entry) => formatMoment(entry.at * 1000),
    isMono: true,
  },
  {
    id: "source",
    header: words.columns.source,
    size: 140,
    text: (entry) => entry.source,
    isMono: true,
    hideBelow_px: 560,
  },
  {
    id: "device",
    header: words.columns.device,
    size: 104,
    text: (entry) => entry.community_device ?? "",
    hideBelow_px: 890,
  },
  { id: "operation", header: words.columns.operation, size: 128, text: (entry) => entry.operation },
  { id: "version", header: words.columns.version, size: 48, text: (entry) => entry.version, hideBelow_px: 1060 },
  {
    id: "requests",
    header: words.columns.requests,
    size: 80,
    text: (entry) => formatCount(entry.requests),
    raw: (entry) => String(entry.requests),
    isNumeric: true,
    hideBelow_px: 980,
  },
  {
    id: "varbinds",
    header: words.columns.varbinds,
    size: 72,
    text: (entry) => formatCount(entry.varbinds),
    raw: (entry) => String(entry.varbinds),
    isNumeric: true,
    hideBelow_px: 760,
  },
  {
    id: "name",
    header: words.columns.name,
    size: 150,
    grows: true,
    text: namesOf,
    raw: oidsOf,
    render: labelsOf,
    isMono: true,
  },
  { id: "oid", header: words.columns.oid, size: 240, text: oidsOf, isMono: true, isHiddenAtFirst: true },
  { id: "result", header: words.columns.result, size: 110, text: resultOf, hideBelow_px: 760 },
];
