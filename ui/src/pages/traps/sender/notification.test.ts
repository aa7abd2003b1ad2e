import { describe, expect, it } from "vitest";
import type { NodeDetail } from "../../../api/generated";
import { typeOfMib } from "./draft";
import { missingObjects, withObjects } from "./notification";

const object = (name: string, oid: string | null, type: string) => ({
  name,
  full_name: `IF-MIB::${name}`,
  oid,
  type,
  module: "IF-MIB",
  syntax: "",
  description: "",
});
const detail = {
  trap_objects: [
    object("ifIndex", "1.3.6.1.2.1.2.2.1.1", "column"),
    object("ifNumber", "1.3.6.1.2.1.2.1", "scalar"),
    object("unknown", null, ""),
  ],
} as unknown as NodeDetail;
const binding = (key: number, oid: string) => ({ key, oid, type: "Integer", value: "3" });

describe("what a notification carries", () => {
  it("is missing unless it is typed, by name or number", () => {
    expect(missingObjects(detail, []).map(({ name }) => name)).toEqual(["ifIndex", "ifNumber"]);
    expect(missingObjects(detail, [binding(1, "1.3.6.1.2.1.2.2.1.1.3")]).map(({ name }) => name)).toEqual(["ifNumber"]);
    expect(missingObjects(detail, [binding(1, "ifIndex.3"), binding(2, "IF-MIB::ifNumber.0")])).toEqual([]);
    expect(missingObjects(detail, [binding(1, "ifIndexOther.3")])).toHaveLength(2);
  });

  it("is nothing without a MIB", () => expect(missingObjects(null, [])).toEqual([]));

  it("comes behind what was typed, an empty row gives way", () => {
    const rows = withObjects([binding(1, "1.3"), binding(2, " ")], missingObjects(detail, []));
    expect(rows.map(({ oid }) => oid)).toEqual(["1.3", "IF-MIB::ifIndex.1", "IF-MIB::ifNumber.0"]);
    expect(rows.map(({ key }) => key)).toEqual([1, 3, 4]);
    expect(rows[1]).toMatchObject({ type: typeOfMib, value: "" });
  });
});
