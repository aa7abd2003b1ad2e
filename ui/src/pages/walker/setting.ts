import type { ShownVarBind } from "../../api/generated";
import { firstText, type ValueFacts } from "../../components/values/typed";
import { type BindingDraft, typeOfMib } from "../traps/sender/draft";

/** A SET as it is typed: the variables of a transaction that is done whole or not at all (RFC 3416 §4.2.5). */

/** The words by which the server takes the types that it shows. */
const typeWords: Record<string, string> = {
  INTEGER: "Integer",
  "OBJECT IDENTIFIER": "OID",
  IpAddress: "IpAddress",
  Counter32: "Counter32",
  Gauge32: "Gauge32",
  TimeTicks: "TimeTicks",
  Counter64: "Counter64",
};

/** A variable that has a value already; where the MIB knows it, it says of which type it is and how it is written. */
export function bindingFor(varbind: ShownVarBind, facts: ValueFacts | null): BindingDraft {
  const { oid, name, type, value, display, resolved } = varbind;
  if (facts) return { key: 1, oid: name, type: typeOfMib, value: firstText(facts, value, display) };
  const isOctets = type === "OCTET STRING";
  const isHex = isOctets && value !== display && /^0x(?:[0-9a-f]{2})*$/i.test(value);
  if (resolved && !isHex) return { key: 1, oid: name, type: typeOfMib, value };
  if (isHex) return { key: 1, oid: resolved ? name : oid, type: "Hex", value: value.slice(2) };
  return { key: 1, oid, type: isOctets ? "OctetString" : (typeWords[type] ?? typeOfMib), value };
}

/** The error statuses that a device gives before it has changed anything, and those after (RFC 3416 §4.2.5). */
const afterTest = new Set(["commitFailed", "undoFailed"]);
const statusName = /: ([a-z][A-Za-z]+)(?:,|$)/;

/** In which of the two phases a SET was refused, by what the server says of it. */
export function refusedPhase(detail: string): "test" | "commit" {
  return afterTest.has(statusName.exec(detail)?.[1] ?? "") ? "commit" : "test";
}
