import { describe, expect, it } from "vitest";
import type { Column } from "./column";
import { RowFilter } from "./filter";
import { rowsAsText } from "./selection";

interface Row {
  oid: string;
  value: string;
}

const columns: Column<Row>[] = [
  { id: "oid", header: "OID", size: 100, text: (row) => row.oid },
  { id: "value", header: "Value", size: 100, text: (row) => row.value, raw: (row) => `raw ${row.value}` },
];
const rows: Row[] = [
  { oid: "1.3.1", value: "Gi0/1 up" },
  { oid: "1.3.2", value: "Gi0/2 down" },
  { oid: "1.4.1", value: "Gi0/3 up" },
];

describe("the filter of loaded rows", () => {
  it("shows all rows while nothing is typed", () => {
    expect(new RowFilter(columns).apply(rows, "  ")).toBe(rows);
  });

  it("wants every word somewhere, in any column and case", () => {
    expect(new RowFilter(columns).apply(rows, "UP 1.3")).toEqual([rows[0]]);
    expect(new RowFilter(columns).apply(rows, "nowhere")).toEqual([]);
  });

  it("searches only what is new when the list grew", () => {
    let read = 0;
    const counted = [{ id: "oid", header: "", size: 1, text: (row: Row) => `${read++ < 0 ? "" : row.oid}` }];
    const filter = new RowFilter<Row>(counted);
    filter.apply(rows, "1.3");
    const grown = [...rows, { oid: "1.3.9", value: "" }];
    expect(filter.apply(grown, "1.3").map((row) => row.oid)).toEqual(["1.3.1", "1.3.2", "1.3.9"]);
    expect(read).toBe(4);
  });

  it("starts anew when the list is another or the words are", () => {
    const filter = new RowFilter(columns);
    filter.apply(rows, "up");
    expect(filter.apply(rows, "down")).toEqual([rows[1]]);
    expect(filter.apply(rows.slice(1), "down")).toEqual([rows[1]]);
    expect(filter.apply([], "down")).toEqual([]);
  });

  it("gives the same list for the same rows, so that nothing is redrawn", () => {
    const filter = new RowFilter(columns);
    expect(filter.apply(rows, "up")).toBe(filter.apply(rows, "up"));
  });
});

describe("copied rows", () => {
  it("are lines with tabs, as seen or raw", () => {
    expect(rowsAsText(rows.slice(0, 2), columns)).toBe("1.3.1\tGi0/1 up\n1.3.2\tGi0/2 down");
    expect(rowsAsText(rows.slice(0, 1), columns, true)).toBe("1.3.1\traw Gi0/1 up");
  });
});
