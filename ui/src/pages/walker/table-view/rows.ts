import type { ShownVarBind } from "../../../api/generated";
import type { ColumnFacts, TableFacts } from "./facts";
import { splitIndex } from "./index-text";

/** A row of a conceptual table: its index taken apart, and its cells by the OID of their column. */
export interface ConceptualRow {
  /** The arcs of the index. */
  key: string;
  /** One text for each object of the INDEX, or the whole index as one where it does not fit. */
  index: readonly string[];
  cells: ReadonlyMap<string, ShownVarBind>;
}

export interface ConceptualTable {
  rows: readonly ConceptualRow[];
  /** The columns of which there is at least one cell. */
  columns: readonly ColumnFacts[];
}

/** Puts the instances of a table's columns beside each other; whatever is not of this table is left out. */
export function conceptualTable(table: TableFacts, varbinds: readonly ShownVarBind[]): ConceptualTable {
  const builder = new TableBuilder(table);
  builder.take(varbinds, 0, varbinds.length);
  return builder.build();
}

/** The same in pieces, for walks that are still coming, or too long to be looked at while somebody waits. */
export class TableBuilder {
  private readonly found = new Map<string, { index: readonly string[]; cells: Map<string, ShownVarBind> }>();
  private readonly present = new Set<string>();
  private readonly syntaxes: readonly string[];
  private readonly prefixes: readonly { column: ColumnFacts; prefix: string }[];
  private last: { column: ColumnFacts; prefix: string } | undefined;

  constructor(private readonly table: TableFacts) {
    this.syntaxes = table.index.map(({ syntax }) => syntax);
    this.prefixes = table.columns.map((column) => ({ column, prefix: `${column.oid}.` }));
    this.last = this.prefixes[0];
  }

  take(varbinds: readonly ShownVarBind[], from: number, to: number): void {
    for (let at = from; at < to; at += 1) {
      const varbind = varbinds[at];
      if (varbind) this.takeOne(varbind);
    }
  }

  build(): ConceptualTable {
    const rows = [...this.found].map(([key, row]) => ({ key, ...row, arcs: key.split(".").map(Number) }));
    rows.sort((a, b) => compareArcs(a.arcs, b.arcs));
    return {
      rows: rows.map(({ arcs: _arcs, ...row }) => row),
      columns: this.table.columns.filter(({ oid }) => this.present.has(oid)),
    };
  }

  private takeOne(varbind: ShownVarBind): void {
    // A walk goes column by column: mostly it is the one of the row before.
    if (!this.last || !varbind.oid.startsWith(this.last.prefix)) {
      const next = this.prefixes.find(({ prefix }) => varbind.oid.startsWith(prefix));
      if (!next) return;
      this.last = next;
    }
    const { column, prefix } = this.last;
    const key = varbind.oid.slice(prefix.length);
    let row = this.found.get(key);
    if (!row) {
      row = { index: indexOf(varbind, column, key, this.syntaxes), cells: new Map() };
      this.found.set(key, row);
    }
    row.cells.set(column.oid, varbind);
    this.present.add(column.oid);
  }
}

function indexOf(varbind: ShownVarBind, column: ColumnFacts, key: string, syntaxes: readonly string[]): string[] {
  const { name } = varbind;
  const text = name.startsWith(`${column.fullName}.`) ? name.slice(column.fullName.length + 1) : key;
  return splitIndex(text, syntaxes) ?? [text];
}

/** Lexicographically, as an agent orders them. */
export function compareArcs(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const ACTIVE = "1";

/** The state of a row that is not in use, from its RowStatus or EntryStatus column; null for all others. */
export function idleStatus(row: ConceptualRow, columns: readonly ColumnFacts[]): string | null {
  const column = columns.find(({ syntax }) => /^(?:RowStatus|EntryStatus)\b/.test(syntax));
  const cell = column && row.cells.get(column.oid);
  // RowStatus and EntryStatus of RMON call 1 a row in use (RFC 2579, RFC 2819).
  return cell && cell.value !== ACTIVE ? cell.display : null;
}
