import { describe, expect, it } from "vitest";
import { sortRows } from "./sorting";

describe("sorting rows", () => {
  it("orders numbers by size and texts by alphabet, numbers in them by size", () => {
    expect(sortRows([10, 9, 100], (one) => one, true)).toEqual([100, 10, 9]);
    expect(sortRows(["B-10", "B-9", "a"], (one) => one, false)).toEqual(["a", "B-9", "B-10"]);
  });

  it("leaves equal rows as they came", () => {
    const rows = [{ id: 1 }, { id: 2 }, { id: 3 }];
    expect(sortRows(rows, () => 0, true)).toEqual(rows);
  });
});
