import type { ShownVarBind, TrapRecord } from "../../api/generated";
import type { Column } from "../../components/table/column";
import { formatTime } from "../../components/values/format";
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

/** What people said of it; nothing where nobody did. */
function marksOf({ is_pinned, tags }: TrapRecord): string {
  return [...(is_pinned ? [words.pinned] : []), ...tags].join(", ");
}

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
    text: (record) => record.trap_name,
    raw: (record) => record.trap_oid,
    render: (record) => (record.resolved ? record.trap_type : <span className="mono">{record.trap_type}</span>),
  },
  { id: "kind", header: words.columns.kind, size: 64, text: kindOf, hideBelow_px: 640 },
  { id: "version", header: words.columns.version, size: 48, text: (record) => record.version, hideBelow_px: 700 },
  {
    id: "severity",
    header: words.columns.severity,
    size: 84,
    text: (record) => words.severities[record.severity] ?? record.severity,
    isHiddenAtFirst: true,
  },
  {
    id: "marks",
    header: words.columns.marks,
    size: 92,
    text: marksOf,
    hideBelow_px: 1_000,
  },
  { id: "varbinds", header: words.columns.varbinds, size: 120, grows: true, text: bindingsOf, isMono: true },
];
