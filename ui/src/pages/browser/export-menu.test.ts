import { describe, expect, it } from "vitest";
import { exportOf } from "./export-menu";
import { nowhere } from "./place";

describe("what is exported", () => {
  it("is what a search found, with its filters", () => {
    const place = { ...nowhere, node: "IF-MIB::ifTable", query: "link", module: "IF-MIB", kind: "notification" };
    expect(exportOf(place).query).toEqual({ query: "link", module: "IF-MIB", type_filter: "notification" });
  });

  it("is the open module, or the open node with all below it", () => {
    expect(exportOf({ ...nowhere, node: "IF-MIB::" }).query).toEqual({ module: "IF-MIB" });
    const { query, what } = exportOf({ ...nowhere, node: "IF-MIB::ifTable", kind: "column" });
    expect(query).toEqual({ root_oid: "IF-MIB::ifTable", type_filter: "column" });
    expect(what).toContain("IF-MIB::ifTable");
  });

  it("is everything where nothing is chosen", () => {
    expect(exportOf(nowhere).query).toEqual({});
  });
});
