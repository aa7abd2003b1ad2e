import { describe, expect, it } from "vitest";
import type { ShownVarBind } from "../../api/generated";
import { bindingFor, refusedPhase } from "./setting";

const row = (part: Partial<ShownVarBind>): ShownVarBind => ({
  oid: "1.3.6.1.2.1.1.5.0",
  name: "SNMPv2-MIB::sysName.0",
  type: "OCTET STRING",
  value: "r1",
  display: part.value ?? "r1",
  resolved: true,
  ...part,
});

describe("a variable to set, from the row that shows it", () => {
  it("takes name and type from the MIB, and the value as it is typed", () => {
    expect(bindingFor(row({}), null)).toEqual({ key: 1, oid: "SNMPv2-MIB::sysName.0", type: "mib", value: "r1" });
    const facts = { base: "INTEGER", name: "INTEGER", labels: { up: 1, down: 2 }, hint: "" };
    expect(bindingFor(row({ type: "INTEGER", value: "1", display: "up(1)" }), facts)).toMatchObject({ value: "up" });
  });

  it("keeps octets that are no text as octets", () => {
    const octets = row({ value: "0x001b21", display: "0:1b:21" });
    expect(bindingFor(octets, null)).toMatchObject({ type: "Hex", value: "001b21" });
    expect(bindingFor(row({ value: "0xab" }), null)).toMatchObject({ type: "mib", value: "0xab" });
  });

  it.each([
    ["OCTET STRING", "OctetString"],
    ["INTEGER", "Integer"],
    ["OBJECT IDENTIFIER", "OID"],
  ])("without a MIB takes %s as %s", (type, word) =>
    expect(bindingFor(row({ type, resolved: false }), null)).toMatchObject({ oid: "1.3.6.1.2.1.1.5.0", type: word }),
  );
});

describe("a refused SET", () => {
  it.each([
    ["1.3.6.1 was not set: notWritable, the object cannot be written", "test"],
    ["Nothing was set: commitFailed", "commit"],
    ["1.3.6.1 was not set: undoFailed, values may be lost", "commit"],
    ["something else", "test"],
  ])("%s: in the phase %s", (detail, phase) => expect(refusedPhase(detail)).toBe(phase));
});
