import { expect, it } from "vitest";
import type { ComparedCell } from "../../../api/generated";
import { comparedLines } from "./compared-lines";

const cell = (oid: string, kind: ComparedCell["kind"]): ComparedCell => ({
  name: oid,
  oid,
  kind,
  type: "INTEGER",
  before: null,
  after: "1",
  delta: null,
  rate: null,
});

it("has a line for each cell, and the row in front of the first", () => {
  const lines = comparedLines([
    {
      table: "IF-MIB::ifTable",
      instance: "3",
      index: ["3"],
      kind: "changed",
      cells: [cell("1.3", "changed"), cell("1.4", "counted")],
    },
    { table: "X-MIB::xTable", instance: "9.9", index: [], kind: "added", cells: [cell("1.5", "changed")] },
    { table: "", instance: "1.6", index: [], kind: "removed", cells: [cell("1.6", "removed")] },
  ]);
  expect(lines.map(({ row, isFirst, kind }) => [row, isFirst, kind])).toEqual([
    ["ifTable 3", true, "changed"],
    ["ifTable 3", false, "counted"],
    ["xTable 9.9", true, "added"],
    ["", true, "removed"],
  ]);
});
