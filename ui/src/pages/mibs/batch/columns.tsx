import type { CheckedFile, UploadedFile } from "../../../api/generated";
import { StatusWord, type Tone } from "../../../components/status";
import type { Column } from "../../../components/table/column";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";

const words = texts.mibBatch;
const tones: Record<string, Tone> = {
  valid: "good",
  loaded: "good",
  stored: "good",
  incomplete: "changing",
  missing_deps: "changing",
  superseded: "changing",
  faulty: "changing",
  refused: "bad",
  error: "bad",
};

/** A file before or after the upload, as the list shows it. */
export interface BatchRow {
  name: string;
  state: string;
  modules: readonly string[];
  objects: number;
  traps: number;
  errors: number;
  warnings: number;
  styles: number;
  missing: readonly string[];
  reason: string | null;
  checked: CheckedFile | null;
  source: string | null;
}

export function rowOfCheck(file: CheckedFile): BatchRow {
  const { error_count = 0, modules = [] } = file;
  const usable = error_count > 0 ? "faulty" : file.missing_deps.length > 0 ? "incomplete" : "valid";
  // Members of archives that are no MIB stop nobody.
  const unusable = file.source && modules.length === 0 && error_count === 0 ? "skipped" : "refused";
  return {
    name: file.filename,
    state: file.valid ? usable : unusable,
    modules,
    objects: file.objects ?? 0,
    traps: file.traps ?? 0,
    errors: error_count,
    warnings: file.warnings ?? 0,
    styles: file.styles ?? 0,
    missing: file.missing_deps,
    reason: file.valid ? null : (file.errors[0] ?? null),
    checked: file,
    source: file.source ?? null,
  };
}

export function rowOfOutcome(file: UploadedFile): BatchRow {
  return {
    name: file.filename,
    state: file.status,
    modules: file.modules ?? [],
    objects: file.objects ?? 0,
    traps: file.traps ?? 0,
    errors: file.findings?.errors ?? 0,
    warnings: file.findings?.warnings ?? 0,
    styles: file.findings?.styles ?? 0,
    missing: file.missing_deps ?? [],
    reason: file.error ?? null,
    checked: null,
    source: file.source ?? null,
  };
}

export const batchColumns: readonly Column<BatchRow>[] = [
  {
    id: "state",
    header: words.columns.state,
    size: 116,
    text: (row) => words.states[row.state] ?? row.state,
    render: (row) => <StatusWord tone={tones[row.state] ?? "idle"}>{words.states[row.state] ?? row.state}</StatusWord>,
    sortBy: (row) => row.state,
  },
  {
    id: "file",
    header: words.columns.file,
    size: 180,
    grows: true,
    text: (row) => row.name,
    sortBy: (row) => row.name,
    isMono: true,
  },
  { id: "modules", header: words.columns.modules, size: 160, text: (row) => row.modules.join(", "), hideBelow_px: 700 },
  {
    id: "objects",
    header: words.columns.objects,
    size: 84,
    text: (row) => formatCount(row.objects),
    sortBy: (row) => row.objects,
    isNumeric: true,
    hideBelow_px: 620,
  },
  {
    id: "traps",
    header: words.columns.traps,
    size: 76,
    text: (row) => formatCount(row.traps),
    sortBy: (row) => row.traps,
    isNumeric: true,
    hideBelow_px: 620,
  },
  {
    id: "findings",
    header: words.columns.findings,
    size: 190,
    narrow_px: 110,
    text: (row) => texts.mibs.counts(row.errors, row.warnings, row.styles),
    sortBy: (row) => -(row.errors * 1e6 + row.warnings * 1e3 + row.styles),
  },
  { id: "missing", header: words.columns.missing, size: 150, text: (row) => row.missing.join(", "), hideBelow_px: 480 },
];
