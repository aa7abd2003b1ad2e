import type { ShownVarBind, TrapRecord, VarBindBody } from "../../api/generated";
import { furtherBindings } from "./implied";

/** A stored notification as sending takes it: the same again, to where it arrived. */
const genericTraps = "1.3.6.1.6.3.1.1.5.";
export const enterpriseSpecific = 6;
/** What a receiver adds to an SNMPv1 trap (RFC 3584 §3.1); its v1 form has them as fields. */
const addedToV1 = new Set(["1.3.6.1.6.3.18.1.3.0", "1.3.6.1.6.3.1.1.4.3.0"]);

const formTypes: Record<string, string> = {
  INTEGER: "Integer",
  "OCTET STRING": "OctetString",
  "OBJECT IDENTIFIER": "OID",
  NULL: "Null",
};

export function isHex({ type, value }: Pick<ShownVarBind, "type" | "value">): boolean {
  return type === "OCTET STRING" && /^0x(?:[0-9a-f]{2})*$/i.test(value);
}

export interface FormBinding extends VarBindBody {
  type: string;
  value: string;
}

export function formBinding(varbind: ShownVarBind): FormBinding {
  if (isHex(varbind)) return { oid: varbind.oid, type: "Hex", value: varbind.value.slice(2) };
  const isNumber = varbind.type === "Opaque" && !varbind.value.startsWith("0x");
  if (isNumber) return { oid: varbind.oid, type: "Float", value: varbind.value };
  return { oid: varbind.oid, type: formTypes[varbind.type] ?? varbind.type, value: varbind.value };
}

/** What the notification says beyond its heading, without what the receiver added to it. */
export function ownBindings(record: TrapRecord): readonly ShownVarBind[] {
  const further = furtherBindings(record);
  return record.version === "1" ? further.filter(({ oid }) => !addedToV1.has(oid)) : further;
}

export function splitAddress(address: string): { host: string; port: number } {
  const at = address.lastIndexOf(":");
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ""), port: Number(address.slice(at + 1)) || 162 };
}

export interface V1Fields {
  enterprise: string;
  agent_address: string | null;
  generic: number;
  specific: number;
}

/** The trap OID taken apart again as RFC 3584 §3.2 says. */
export function v1FieldsOf(record: TrapRecord): V1Fields {
  const arcs = record.trap_oid.split(".");
  const last = Number(arcs.at(-1));
  const isGeneric = record.trap_oid === `${genericTraps}${last}`;
  const enterprise = record.enterprise ?? arcs.slice(0, arcs.at(-2) === "0" ? -2 : -1).join(".");
  const [generic, specific] = isGeneric ? [last - 1, 0] : [enterpriseSpecific, last];
  return { enterprise, agent_address: record.agent_address, generic, specific };
}

/** The fields of `POST /api/traps/send`. A community and keys are in no record: who sends says them anew. */
export function sendingOf(record: TrapRecord) {
  const { host, port } = splitAddress(record.local);
  const named = record.version === "1" ? { version: "1" as const, ...v1FieldsOf(record) } : { oid: record.trap_oid };
  return {
    target: host,
    port,
    kind: record.pdu_type === "InformRequest" ? ("inform" as const) : ("trap" as const),
    ...named,
    ...(record.uptime === null ? {} : { uptime: record.uptime }),
    varbinds: ownBindings(record).map(formBinding),
  };
}
