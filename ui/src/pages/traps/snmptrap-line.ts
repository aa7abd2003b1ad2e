import type { ShownVarBind, TrapRecord } from "../../api/generated";
import { netSnmpAgent, shellWord } from "../../live/addresses";
import { furtherBindings } from "./implied";

/** A stored notification as the net-snmp command that sends the same again, to where it arrived. */
const genericTraps = "1.3.6.1.6.3.1.1.5.";
const enterpriseSpecific = 6;

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

function bindingWords({ oid, type, value }: ShownVarBind): string[] {
  const isHex = type === "OCTET STRING" && /^0x[0-9a-f]*$/i.test(value);
  if (isHex) return [oid, "x", shellWord(value.slice(2))];
  return [oid, letters[type] ?? "s", type === "NULL" ? "''" : shellWord(value)];
}

function splitAddress(address: string): { host: string; port: number } {
  const at = address.lastIndexOf(":");
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ""), port: Number(address.slice(at + 1)) || 162 };
}

export function snmptrapLine(record: TrapRecord): string {
  const { host, port } = splitAddress(record.local);
  const target = netSnmpAgent(host, port);
  const bindings = furtherBindings(record).flatMap(bindingWords);
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

/** The trap OID taken apart again as RFC 3584 §3.2 says. */
function trapV1Words(record: TrapRecord, uptime: string): string[] {
  const agent = record.agent_address ?? "''";
  const arcs = record.trap_oid.split(".");
  const last = Number(arcs.at(-1));
  const isGeneric = record.trap_oid === `${genericTraps}${last}`;
  const enterprise = record.enterprise ?? arcs.slice(0, arcs.at(-2) === "0" ? -2 : -1).join(".");
  const [generic, specific] = isGeneric ? [last - 1, 0] : [enterpriseSpecific, last];
  return [enterprise, agent, String(generic), String(specific), uptime];
}
