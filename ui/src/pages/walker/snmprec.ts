import type { ShownVarBind } from "../../api/generated";

/** Rows as a recording: one line `OID|tag|value` each, octets that are no text in hexadecimal (tag with an x). */
const tags: Record<string, string> = {
  INTEGER: "2",
  "OCTET STRING": "4",
  NULL: "5",
  "OBJECT IDENTIFIER": "6",
  IpAddress: "64",
  Counter32: "65",
  Gauge32: "66",
  TimeTicks: "67",
  Opaque: "68",
  Counter64: "70",
};
const hexadecimal = /^0x((?:[0-9a-f]{2})*)$/i;
/** No line ends, and no spaces at the ends that a reader might take for layout. */
const plainText = /^(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?$/;
const toHex = (text: string) =>
  [...new TextEncoder().encode(text)].map((octet) => octet.toString(16).padStart(2, "0")).join("");

/** Null for what is no value, such as the end of the view. */
export function recordingLine({ oid, type, value, display }: ShownVarBind): string | null {
  const tag = tags[type];
  if (tag === undefined) return null;
  if (tag !== "4" && tag !== "68") return `${oid}|${tag}|${value}`;
  // A text may look like hexadecimal: it is shown as it is, octets never are.
  const octets = value === display ? null : hexadecimal.exec(value)?.[1];
  if (octets !== null && octets !== undefined) return `${oid}|${tag}x|${octets}`;
  return plainText.test(value) ? `${oid}|${tag}|${value}` : `${oid}|${tag}x|${toHex(value)}`;
}

export function rowsAsRecording(rows: readonly ShownVarBind[]): string {
  return rows
    .flatMap((row) => recordingLine(row) ?? [])
    .join("\n")
    .concat("\n");
}

/** The community of the agent that answers from it: what was asked, in the letters that a file's name may have. */
export function recordingName(target: string): string {
  const name = target.toLowerCase().replace(/[^a-z0-9.-]+/g, "-");
  return `${name.replace(/^[.-]+|[.-]+$/g, "") || "walk"}.snmprec`;
}
