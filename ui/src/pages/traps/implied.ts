import type { ShownVarBind, TrapRecord } from "../../api/generated";

/** The two bindings that begin every v2 notification; the record has them as fields of their own (RFC 3416 §4.2.6). */
const impliedOids = new Set(["1.3.6.1.2.1.1.3.0", "1.3.6.1.6.3.1.1.4.1.0"]);

/** What the notification says beyond its uptime and its name. */
export function furtherBindings(record: TrapRecord): readonly ShownVarBind[] {
  return record.varbinds.filter(({ oid }) => !impliedOids.has(oid));
}
