import type { ShownVarBind } from "../../api/generated";
import type { WalkRequest } from "./request";

/** Rows as files. What is given is what the filter shows. */
const csvColumns = ["oid", "name", "type", "value", "display"] as const;

/** RFC 4180: quotes where a separator, a quote or a line end is inside. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function rowsAsCsv(rows: readonly ShownVarBind[]): string {
  const lines = rows.map((row) => csvColumns.map((column) => csvField(String(row[column] ?? ""))).join(","));
  return `${[csvColumns.join(","), ...lines].join("\r\n")}\r\n`;
}

export function rowsAsJson(rows: readonly ShownVarBind[], request: WalkRequest | null): string {
  // Communities and passwords stay here: files are passed on.
  const asked = request && { target: request.target, port: request.port, version: request.version, oid: request.oid };
  return `${JSON.stringify({ request: asked, count: rows.length, data: rows }, null, 1)}\n`;
}

/** The words net-snmp prints before a value. */
const netSnmpWords: Record<string, string> = {
  INTEGER: "INTEGER",
  "OBJECT IDENTIFIER": "OID",
  IpAddress: "IpAddress",
  Counter32: "Counter32",
  Gauge32: "Gauge32",
  Counter64: "Counter64",
  Opaque: "Opaque",
};

const exceptions: Record<string, string> = {
  noSuchObject: "No Such Object available on this agent at this OID",
  noSuchInstance: "No Such Instance currently exists at this OID",
  endOfMibView: "No more variables left in this MIB View (It is past the end of the MIB tree)",
};

function netSnmpValue(row: ShownVarBind): string {
  const exception = exceptions[row.type];
  if (exception) return exception;
  if (row.type === "NULL") return "NULL";
  if (row.type === "TimeTicks") return `Timeticks: (${row.value}) ${row.display}`;
  if (row.type === "OBJECT IDENTIFIER") return `OID: .${row.value}`;
  if (row.type !== "OCTET STRING") return `${netSnmpWords[row.type] ?? row.type}: ${row.value}`;
  if (/^0x(?:[0-9a-f]{2})+$/i.test(row.value)) {
    return `Hex-STRING: ${(row.value.slice(2).match(/../g) ?? []).join(" ").toUpperCase()} `;
  }
  return `STRING: "${row.value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** A row as `snmpwalk -On` prints it. */
export function rawLine(row: ShownVarBind): string {
  return `.${row.oid} = ${netSnmpValue(row)}`;
}

/** As `snmpwalk -On` prints them. */
export function rowsAsText(rows: readonly ShownVarBind[]): string {
  return `${rows.map(rawLine).join("\n")}\n`;
}

export function fileName(request: WalkRequest | null, extension: string): string {
  const parts = ["walk", request?.target ?? "", request?.oid ?? ""].filter(Boolean);
  return `${parts.join("-").replace(/[^\w.-]+/g, "_")}.${extension}`;
}
