import { useDeferredValue, useRef } from "react";
import type { Column } from "./column";

/** Searching the rows that are loaded: every word must occur somewhere in what is seen. */
export class RowFilter<Row extends object> {
  private haystacks = new WeakMap<Row, string>();
  private words: readonly string[] = [];
  private source: readonly Row[] = [];
  private found: readonly Row[] = [];

  constructor(private readonly columns: readonly Column<Row>[]) {}

  apply(rows: readonly Row[], typed: string): readonly Row[] {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return rows;
    const isSame = words.join(" ") === this.words.join(" ");
    const fresh = isSame && this.startsWithSource(rows) ? rows.slice(this.source.length) : null;
    const hits = (fresh ?? rows).filter((row) => words.every((word) => this.haystackOf(row).includes(word)));
    // A list that only grew keeps what was found in it, so that a stream is searched once.
    this.found = fresh === null ? hits : hits.length === 0 ? this.found : [...this.found, ...hits];
    this.words = words;
    this.source = rows;
    return this.found;
  }

  private startsWithSource(rows: readonly Row[]): boolean {
    const length = this.source.length;
    if (length === 0 || rows.length < length) return false;
    return rows[0] === this.source[0] && rows[length - 1] === this.source[length - 1];
  }

  private haystackOf(row: Row): string {
    const known = this.haystacks.get(row);
    if (known !== undefined) return known;
    const made = this.columns
      .map((column) => column.text(row))
      .join("\n")
      .toLowerCase();
    this.haystacks.set(row, made);
    return made;
  }
}

export function useRowFilter<Row extends object>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  typed: string,
): readonly Row[] {
  const filter = useRef<{ columns: readonly Column<Row>[]; rowFilter: RowFilter<Row> } | null>(null);
  const deferred = useDeferredValue(typed);
  if (filter.current?.columns !== columns) filter.current = { columns, rowFilter: new RowFilter(columns) };
  return filter.current.rowFilter.apply(rows, deferred);
}
