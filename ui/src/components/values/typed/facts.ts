import type { AgentObject, TypeFacts } from "../../../api/generated";

/** What is known about a value before it is typed. */
export interface ValueFacts {
  /** The base type by the MIB, such as BITS; without one the type on the wire. */
  base: string;
  /** What people call the type: its textual convention, else its base. */
  name: string;
  /** Of an enumeration or of named bits: their numbers by name. */
  labels: Readonly<Record<string, number>>;
  /** DISPLAY-HINT (RFC 2579 §3.1), empty for none. */
  hint: string;
}

/** How a value is typed. `text` is everything that is best typed as it is shown. */
export type ValueKind =
  | "enumeration"
  | "bits"
  | "hardware-address"
  | "date"
  | "ticks"
  | "address"
  | "octets"
  | "number"
  | "text";

/** DateAndTime's own (RFC 2579 §2), by which types derived from it are known too. */
const DATE_HINT = "2d-1d-1d,1d:1d:1d.1d,1a1d:1d";
const HEX_HINT = /^1x[-:. ]$/;
const numeric = new Set(["INTEGER", "Counter32", "Gauge32", "Unsigned32", "Counter64", "UInteger32"]);

export function kindOf({ base, labels, hint }: ValueFacts): ValueKind {
  const isNamed = Object.keys(labels).length > 0;
  if (base === "BITS" || (isNamed && base === "OCTET STRING")) return isNamed ? "bits" : "octets";
  if (isNamed) return "enumeration";
  if (numeric.has(base)) return "number";
  if (base === "TimeTicks") return "ticks";
  if (base === "IpAddress") return "address";
  if (base !== "OCTET STRING") return "text";
  if (hint === DATE_HINT) return "date";
  if (HEX_HINT.test(hint)) return "hardware-address";
  return hint === "" ? "octets" : "text";
}

export function factsOfObject({ base, syntax, labels, hint }: AgentObject): ValueFacts {
  return { base, name: syntax || base, labels, hint };
}

export function factsOfType({ base, convention = "", labels = {}, display_hint = "" }: TypeFacts): ValueFacts {
  return { base, name: convention.split("::").at(-1) || base, labels, hint: display_hint };
}
