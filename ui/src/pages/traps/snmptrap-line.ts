import type { ShownVarBind, TrapRecord } from "../../api/generated";
import { netSnmpAgent, shellWord } from "../../live/addresses";
import { isHex, ownBindings, splitAddress, v1FieldsOf } from "./again";

/** A stored notification as the net-snmp command that sends the same again, to where it arrived. */
const letters: Record<string, string> = {
  INTEGER: "i",
  "OCTET STRING": "s",
  "OBJECT IDENTIFIER": "o",
  IpAddress: "a",
  Counter32: "c",
  Gauge32: "u",
  TimeTicks: "t",
  Counter64: "C",
  NULL: "n",
};

function bindingWords(varbind: ShownVarBind): string[] {
  const { oid, type, value } = varbind;
  if (isHex(varbind)) return [oid, "x", shellWord(value.slice(2))];
  return [oid, letters[type] ?? "s", type === "NULL" ? "''" : shellWord(value)];
}

export function snmptrapLine(record: TrapRecord): string {
  const { host, port } = splitAddress(record.local);
  const target = netSnmpAgent(host, port);
  const bindings = ownBindings(record).flatMap(bindingWords);
  const uptime = record.uptime === null ? "''" : String(record.uptime);
  if (record.version === "1")
    return ["snmptrap -v 1 -c public", target, ...trapV1Words(record, uptime), ...bindings].join(" ");
  const command = record.pdu_type === "InformRequest" ? "snmpinform" : "snmptrap";
  return [command, ...identityWords(record), target, uptime, record.trap_oid, ...bindings].join(" ");
}

/** Secrets are nowhere in a record: net-snmp takes those of SNMPv3 from its snmp.conf. */
function identityWords({ security, pdu_type }: TrapRecord): string[] {
  if (!security) return ["-v 2c -c public"];
  const engine = pdu_type === "InformRequest" ? [] : [`-e 0x${security.engine_id}`];
  const context = security.context_name ? [`-n ${shellWord(security.context_name)}`] : [];
  return [`-v 3 -l ${security.level} -u ${shellWord(security.user)}`, ...engine, ...context];
}

function trapV1Words(record: TrapRecord, uptime: string): string[] {
  const { enterprise, agent_address, generic, specific } = v1FieldsOf(record);
  return [enterprise, agent_address ?? "''", String(generic), String(specific), uptime];
}
