import { describe, expect, it } from "vitest";
import type { ShownVarBind } from "../../../api/generated";
import { ObjectCollector, objectOf, type TableFacts } from "./facts";
import { conceptualTable, idleStatus, TableBuilder } from "./rows";

const column = (arc: number, label: string, syntax = "Integer32") => ({
  oid: `1.3.9.1.${arc}`,
  fullName: `X-MIB::${label}`,
  label,
  syntax,
});
const table: TableFacts = {
  fullName: "X-MIB::xTable",
  label: "xTable",
  oid: "1.3.9",
  columns: [column(1, "xName"), column(2, "xStatus", "RowStatus { active(1) }"), column(3, "xNever")],
  index: [column(8, "xIndex"), column(9, "xAddress", "IpAddress")],
};
const cell = (label: string, arc: number, index: string, value: string, display = value): ShownVarBind => ({
  oid: `1.3.9.1.${arc}.${index}`,
  name: `X-MIB::${label}.${index}`,
  type: "INTEGER",
  value,
  display,
  resolved: true,
  module: "X-MIB",
});
const walked = [
  { ...cell("other", 1, "0", "1"), oid: "1.3.8.0" },
  cell("xName", 1, "2.10.0.0.1", "two"),
  cell("xName", 1, "10.10.0.0.1", "ten"),
  cell("xStatus", 2, "2.10.0.0.1", "1", "active(1)"),
  cell("xStatus", 2, "3.10.0.0.1", "2", "notInService(2)"),
];

describe("a conceptual table", () => {
  const { rows, columns } = conceptualTable(table, walked);

  it("has a row for each index, in the agent's order, the index in its parts", () => {
    expect(rows.map(({ index }) => index)).toEqual([
      ["2", "10.0.0.1"],
      ["3", "10.0.0.1"],
      ["10", "10.0.0.1"],
    ]);
  });

  it("has the columns that are there, and holes where the agent has none", () => {
    expect(columns.map(({ label }) => label)).toEqual(["xName", "xStatus"]);
    expect(rows[1]?.cells.get("1.3.9.1.1")).toBeUndefined();
    expect(rows[0]?.cells.get("1.3.9.1.1")?.value).toBe("two");
  });

  it("is the same when it is made in pieces, and can be looked at in between", () => {
    const builder = new TableBuilder(table);
    builder.take(walked, 0, 2);
    expect(builder.build().rows.map(({ key }) => key)).toEqual(["2.10.0.0.1"]);
    builder.take(walked, 2, walked.length);
    expect(builder.build()).toEqual({ rows, columns });
  });

  it("says of a row that is not in use what it is", () => {
    expect(rows.map((row) => idleStatus(row, columns))).toEqual([null, "notInService(2)", null]);
  });
});

describe("the objects of a walk", () => {
  it("are named without their index, whatever is in it", () => {
    expect(objectOf(cell("xName", 1, '"a.b::c"', ""))).toBe("X-MIB::xName");
    expect(objectOf({ ...cell("xName", 1, "1", ""), resolved: false })).toBeNull();
    expect(objectOf({ ...cell("xName", 1, "1", ""), name: "1.3.9" })).toBeNull();
  });

  it("are collected as rows come, without scalars, and begin anew with another walk", () => {
    const collector = new ObjectCollector();
    expect(collector.columnsOf(walked.slice(0, 2))).toEqual(["X-MIB::xName"]);
    const grown = collector.columnsOf(walked);
    expect(grown).toEqual(["X-MIB::xName", "X-MIB::xStatus"]);
    expect(collector.columnsOf([...walked])).toBe(grown);
    expect(collector.columnsOf(walked.slice(3))).toEqual(["X-MIB::xStatus"]);
  });
});
