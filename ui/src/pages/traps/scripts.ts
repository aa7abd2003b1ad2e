import type { ShownVarBind, TrapRecord } from "../../api/generated";
import { shellWord } from "../../live/addresses";
import { isHex, ownBindings, sendingOf, splitAddress, v1FieldsOf } from "./again";

/** A stored notification as lines for a shell or for Python that send the same again. */

/** By this server; the token of a session is taken from the environment. */
export function curlLine(record: TrapRecord, origin: string): string {
  const who = record.security ? { credential: record.security.user } : { community: "public" };
  const body = JSON.stringify({ ...sendingOf(record), ...who });
  return [
    `curl -X POST ${shellWord(`${origin}/api/traps/send`)}`,
    '-H "X-Auth-Token: $TRISHUL_TOKEN"',
    "-H 'Content-Type: application/json'",
    `-d ${shellWord(body)}`,
  ].join(" \\\n  ");
}

const constructors: Record<string, string> = {
  INTEGER: "integer",
  Counter32: "counter32",
  Gauge32: "gauge32",
  TimeTicks: "time_ticks",
  Counter64: "counter64",
  "OBJECT IDENTIFIER": "object_identifier",
  IpAddress: "ip_address",
};
const numbers = new Set(["INTEGER", "Counter32", "Gauge32", "TimeTicks", "Counter64"]);

function pythonValue(varbind: ShownVarBind): string {
  const { type, value } = varbind;
  if (type === "NULL") return "Value.null()";
  if (type === "Opaque") return opaqueValue(value);
  if (isHex(varbind)) return `Value.octet_string(bytes.fromhex(${pythonText(value.slice(2))}))`;
  const make = constructors[type] ?? "octet_string";
  return `Value.${make}(${numbers.has(type) ? value : pythonText(value)})`;
}

/** Numbers inside an Opaque are shown as such. */
function opaqueValue(value: string): string {
  return value.startsWith("0x")
    ? `Value.opaque(bytes.fromhex(${pythonText(value.slice(2))}))`
    : `Value.opaque_float(${value})`;
}

/** JSON's escapes are Python's as well. */
const pythonText = (text: string) => JSON.stringify(text);

/** By the Python API, without a server. */
export function pythonLines(record: TrapRecord): string {
  const { host, port } = splitAddress(record.local);
  const isV3 = record.version === "3";
  const who = isV3 ? "user=user" : 'community="public"';
  const call = record.pdu_type === "InformRequest" ? "inform" : "trap";
  const v1 = record.version === "1" ? v1FieldsOf(record) : null;
  const more = [
    ...(record.uptime === null ? [] : [`uptime=${record.uptime}`]),
    ...(v1?.agent_address ? [`agent_address=${pythonText(v1.agent_address)}`] : []),
    ...(v1 && record.enterprise ? [`enterprise=${pythonText(record.enterprise)}`] : []),
  ];
  return [
    "import asyncio",
    "",
    `from trishul.snmp import Notifier, Target, ${isV3 ? "UserCredentials, " : ""}Value, VarBind`,
    "",
    "",
    "async def main() -> None:",
    ...(isV3
      ? [`    user = UserCredentials(${pythonText(record.security?.user ?? "")})  # and protocols with keys`]
      : []),
    `    target = Target(${pythonText(host)}, ${port}, version=${pythonText(record.version)}, ${who})`,
    "    varbinds = [",
    ...ownBindings(record).map((one) => `        VarBind.of(${pythonText(one.oid)}, ${pythonValue(one)}),`),
    "    ]",
    "    async with Notifier() as notifier:",
    `        await notifier.${call}(${["target", pythonText(record.trap_oid), "varbinds", ...more].join(", ")})`,
    "",
    "",
    "asyncio.run(main())",
    "",
  ].join("\n");
}
