import { useMemo, useState } from "react";
import { language } from "../../language";
import type { Column } from "./column";

export interface Sorting {
  column: string;
  direction: "ascending" | "descending";
  toggle(column: string): void;
}

const collator = new Intl.Collator(language, { numeric: true });

/** Rows in another order; equal ones stay as they came. */
export function sortRows<Row>(rows: readonly Row[], by: (row: Row) => number | string, isDescending: boolean): Row[] {
  const sign = isDescending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: by(row) }));
  keyed.sort((a, b) => {
    const isNumeric = typeof a.key === "number" && typeof b.key === "number";
    const order = isNumeric ? Number(a.key) - Number(b.key) : collator.compare(String(a.key), String(b.key));
    return sign * order;
  });
  return keyed.map(({ row }) => row);
}

/** A list that can be sorted by its columns: numbers from the largest first, texts from A. */
export function useSorted<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  first: string,
): { rows: readonly Row[]; sorting: Sorting } {
  const [{ column, direction }, setChosen] = useState<Pick<Sorting, "column" | "direction">>({
    column: first,
    direction: "ascending",
  });
  const toggle = (id: string) => {
    const isNumeric = columns.find((known) => known.id === id)?.isNumeric ?? false;
    const opposite = direction === "ascending" ? "descending" : "ascending";
    setChosen({ column: id, direction: id === column ? opposite : isNumeric ? "descending" : "ascending" });
  };
  const by = columns.find((known) => known.id === column)?.sortBy;
  const sorted = useMemo(() => (by ? sortRows(rows, by, direction === "descending") : rows), [rows, by, direction]);
  return { rows: sorted, sorting: { column, direction, toggle } };
}
