import type { ShownVarBind, TrapRecord } from "../../api/generated";
import { StatusWord, type Tone } from "../../components/status";
import type { Column } from "../../components/table/column";
import { formatCount, formatTime } from "../../components/values/format";
import { splitName } from "../../components/values/name";
import { texts } from "../../texts";
import { furtherBindings } from "./implied";

const words = texts.traps;

export function kindOf(record: TrapRecord): string {
  return words.kinds[record.pdu_type] ?? record.pdu_type;
}

/** The bindings as one line: the end of each OID is what differs. */
function bindingsOf(record: TrapRecord): string {
  return furtherBindings(record)
    .map((varbind) => `${shortName(varbind)}=${varbind.display}`)
    .join("  ");
}

/** The label where a module defines it; of a number the end, which is what differs. */
export function shortName({ name, oid, resolved }: ShownVarBind): string {
  if (resolved) return splitName(name).label;
  const arcs = oid.split(".");
  return arcs.length > 5 ? `…${arcs.slice(-3).join(".")}` : oid;
}

/** Rules give these tags to what waits for the notification that ends it, and to what was ended. */
const OPEN = "open";
const pairTags = [OPEN, "cleared"];

/** What people and rules said of it, the state of a pair first; nothing where nobody did. */
export function marksOf({ is_pinned, tags }: TrapRecord): string {
  const isOfPair = (tag: string) => pairTags.includes(tag);
  const others = tags.filter((tag) => !isOfPair(tag));
  return [...tags.filter(isOfPair), ...(is_pinned ? [words.pinned] : []), ...others].join(", ");
}

function Marks({ record }: { record: TrapRecord }) {
  const marks = marksOf(record);
  return record.tags.includes(OPEN) ? <StatusWord tone="changing">{marks}</StatusWord> : marks;
}

export const severityTones: Record<string, Tone> = {
  notice: "info",
  warning: "changing",
  error: "bad",
  critical: "bad",
};

export const severityOf = ({ severity }: TrapRecord) => words.severities[severity] ?? severity;

/** A row stands for several where equal ones are folded. */
const timesOf = ({ repeats }: TrapRecord) => (repeats > 1 ? ` ×${formatCount(repeats)}` : "");

export const trapColumns: readonly Column<TrapRecord>[] = [
  {
    id: "time",
    header: words.columns.time,
    size: 116,
    text: (record) => formatTime(record.timestamp * 1000),
    raw: (record) => record.time_str,
    isMono: true,
  },
  {
    id: "source",
    header: words.columns.source,
    size: 164,
    text: (record) => record.source,
    isMono: true,
    hideBelow_px: 420,
  },
  {
    id: "type",
    header: words.columns.type,
    size: 210,
    narrow_px: 160,
    text: (record) => record.trap_name + timesOf(record),
    raw: (record) => record.trap_oid,
    render: (record) => (
      <>
        {record.resolved ? record.trap_type : <span className="mono">{record.trap_type}</span>}
        {timesOf(record)}
      </>
    ),
  },
  { id: "kind", header: words.columns.kind, size: 64, text: kindOf, hideBelow_px: 640 },
  { id: "version", header: words.columns.version, size: 48, text: (record) => record.version, hideBelow_px: 700 },
  {
    id: "severity",
    header: words.columns.severity,
    size: 100,
    text: severityOf,
    render: (record) => <StatusWord tone={severityTones[record.severity] ?? "idle"}>{severityOf(record)}</StatusWord>,
    hideBelow_px: 860,
  },
  {
    id: "marks",
    header: words.columns.marks,
    size: 112,
    text: marksOf,
    render: (record) => <Marks record={record} />,
    hideBelow_px: 1_000,
  },
  { id: "varbinds", header: words.columns.varbinds, size: 120, grows: true, text: bindingsOf, isMono: true },
];
