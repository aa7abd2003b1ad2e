import type { MibFileStatus } from "../../../api/generated";
import { StatusWord, type Tone } from "../../../components/status";
import type { Column } from "../../../components/table/column";
import { formatCount, formatSize } from "../../../components/values/format";
import { texts } from "../../../texts";

const words = texts.mibs;
const tones: Record<string, Tone> = { loaded: "good", missing_deps: "changing", error: "bad" };

/** 2026-01-31 of 202601310000Z; what is no date stays as it is. */
export function formatRevision(written: string): string {
  const date = /^(\d{4})(\d\d)(\d\d)\d{4}Z$/.exec(written.length === 11 ? `19${written}` : written);
  return date ? date.slice(1).join("-") : written;
}

const stateOf = (row: MibFileStatus) => words.states[row.status] ?? row.status;

export const libraryColumns: readonly Column<MibFileStatus>[] = [
  {
    id: "name",
    header: words.columns.name,
    size: 180,
    grows: true,
    text: (row) => row.name,
    sortBy: (row) => row.name,
    isMono: true,
  },
  {
    id: "status",
    header: words.columns.status,
    size: 108,
    text: stateOf,
    render: (row) => <StatusWord tone={tones[row.status] ?? "idle"}>{stateOf(row)}</StatusWord>,
    sortBy: stateOf,
  },
  {
    id: "revision",
    header: words.columns.revision,
    size: 100,
    text: (row) => formatRevision(row.last_updated),
    raw: (row) => row.last_updated,
    sortBy: (row) => formatRevision(row.last_updated),
    hideBelow_px: 620,
  },
  numeric("objects", 84, (row) => row.objects, 420),
  numeric("traps", 76, (row) => row.traps, 700),
  {
    id: "origin",
    header: words.columns.origin,
    size: 116,
    text: (row) => words.origins[row.origin] ?? row.origin,
    sortBy: (row) => row.origin,
    hideBelow_px: 760,
  },
  numeric("importers", 112, (row) => row.imported_by ?? 0, 820),
  {
    id: "findings",
    header: words.columns.findings,
    size: 200,
    text: (row) => words.counts(row.errors, row.warnings, row.styles),
    sortBy: (row) => -(row.errors * 1e9 + row.warnings * 1e5 + row.styles),
    hideBelow_px: 900,
  },
  {
    id: "size",
    header: words.columns.size,
    size: 80,
    text: (row) => formatSize(row.size_bytes ?? 0),
    raw: (row) => String(row.size_bytes ?? 0),
    sortBy: (row) => row.size_bytes ?? 0,
    isNumeric: true,
    hideBelow_px: 960,
  },
  {
    id: "file",
    header: words.columns.file,
    size: 160,
    text: (row) => row.file,
    sortBy: (row) => row.file,
    isMono: true,
    isHiddenAtFirst: true,
  },
];

function numeric(
  id: "objects" | "traps" | "importers",
  size: number,
  read: (row: MibFileStatus) => number,
  hideBelow_px: number,
): Column<MibFileStatus> {
  return {
    id,
    header: words.columns[id],
    size,
    text: (row) => formatCount(read(row)),
    sortBy: read,
    isNumeric: true,
    hideBelow_px,
  };
}
