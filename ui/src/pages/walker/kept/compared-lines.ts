import type { ComparedCell, ComparedRow } from "../../../api/generated";

/** One line of a comparison: a cell, with the row of its table in front of the first of them. */
export interface ComparedLine {
  key: string;
  /** `IF-MIB::ifTable 3`; empty outside tables. */
  row: string;
  /** The first line of its row says which row it is. */
  isFirst: boolean;
  kind: ComparedCell["kind"];
  cell: ComparedCell;
}

export function comparedLines(rows: readonly ComparedRow[]): ComparedLine[] {
  return rows.flatMap(({ table, instance, index, kind, cells }) => {
    const name = index.length > 0 ? index.join(" · ") : instance;
    const row = table === "" ? "" : `${table.split("::").at(-1)} ${name}`;
    return cells.map((cell, place) => ({
      key: cell.oid,
      row,
      isFirst: place === 0,
      // Of a row that came or went, every cell did.
      kind: kind === "added" || kind === "removed" ? kind : cell.kind,
      cell,
    }));
  });
}
