import { type KeyboardEvent, useState } from "react";
import { texts } from "../../texts";
import { copyText } from "../clipboard";
import { tellDone } from "../toasts/toasts";
import { formatCount } from "../values/format";
import type { Column } from "./column";
import { findKey } from "./follow";

type Key = string | number;
/** Which rows are chosen, and the way to choose others, where the page does something with them. */
export type Marks = readonly [chosen: ReadonlySet<Key>, choose: (next: ReadonlySet<Key>) => void];

/** Rows as lines, columns by tabs: what a spreadsheet and a mail both take. */
export function rowsAsText<Row>(rows: readonly Row[], columns: readonly Column<Row>[], isRaw = false): string {
  const textOf = (column: Column<Row>, row: Row) => (isRaw ? (column.raw ?? column.text) : column.text)(row);
  return rows.map((row) => columns.map((column) => textOf(column, row)).join("\t")).join("\n");
}

interface SelectionOptions<Row> {
  rows: readonly Row[];
  keyOf: (row: Row) => Key;
  columns: readonly Column<Row>[];
  pageSize: () => number;
  firstVisible: () => number;
  onShow: (index: number) => void;
  onOpen?: ((row: Row) => void) | undefined;
  onMove?: ((row: Row) => void) | undefined;
  onBack?: (() => boolean) | undefined;
  marks?: Marks | undefined;
}

export interface Selection<Row> {
  active: Key | null;
  /** The chosen cell of the active row, or null for the whole row. */
  activeColumn: number | null;
  marked: ReadonlySet<Key>;
  activate(row: Row): void;
  /** Chooses a row or leaves it out again; a range goes from the active row. */
  mark(row: Row, isRange: boolean): void;
  /** Does what a key does; false when it does nothing here. */
  press(key: string): boolean;
  handleKey(event: KeyboardEvent): void;
}

/** Moving through a list without a mouse: ↑↓ Home End, ←→ cells, Enter, Space, a, c and Esc. */
export function useSelection<Row>(options: SelectionOptions<Row>): Selection<Row> {
  const { rows, keyOf, columns, onShow, onOpen, onBack } = options;
  const [active, setActive] = useState<{ key: Key; index: number } | null>(null);
  const [activeColumn, setActiveColumn] = useState<number | null>(null);
  const ownMarks = useState<ReadonlySet<Key>>(new Set());
  const [marked, setMarked] = options.marks ?? ownMarks;
  const index = active === null ? -1 : findKey(rows, keyOf, active.key, active.index);
  const row = rows[index];

  const goTo = (target: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, target));
    const nextRow = rows[next];
    if (nextRow === undefined) return;
    setActive({ key: keyOf(nextRow), index: next });
    onShow(next);
    if (next !== index) options.onMove?.(nextRow);
  };
  const step = (by: number) => goTo(index === -1 ? options.firstVisible() : index + by);
  const stepColumn = (by: number) =>
    setActiveColumn((before) => {
      const next = before === null ? (by > 0 ? 0 : columns.length - 1) : before + by;
      return next < 0 || next >= columns.length ? null : next;
    });
  const mark = (chosen: Row, isRange: boolean) => {
    const next = new Set(marked);
    const to = rows.indexOf(chosen);
    if (isRange && index !== -1 && to !== -1) {
      for (const each of rows.slice(Math.min(index, to), Math.max(index, to) + 1)) next.add(keyOf(each));
    } else if (!next.delete(keyOf(chosen))) {
      next.add(keyOf(chosen));
    }
    setMarked(next);
  };
  const toggleMark = () => {
    if (row === undefined) return;
    mark(row, false);
    step(1);
  };
  const copy = (isRaw: boolean) => {
    const markedRows = marked.size > 0 ? rows.filter((known) => marked.has(keyOf(known))) : [];
    const chosen = markedRows.length > 0 ? markedRows : row === undefined ? [] : [row];
    const cell = activeColumn === null || markedRows.length > 0 ? undefined : columns[activeColumn];
    if (chosen.length === 0) return;
    void copyText(rowsAsText(chosen, cell ? [cell] : columns, isRaw)).then((isCopied) => {
      if (isCopied)
        tellDone(cell ? texts.words.copied : texts.toasts.copiedRows(formatCount(chosen.length), chosen.length === 1));
    });
  };
  const back = (): boolean => {
    if (onBack?.()) return true;
    if (marked.size > 0) setMarked(new Set());
    else if (active !== null) setActive(null);
    else return false;
    return true;
  };

  const acts = new Map<string, (() => unknown) | undefined>([
    ["ArrowDown", () => step(1)],
    ["ArrowUp", () => step(-1)],
    ["ArrowRight", () => stepColumn(1)],
    ["ArrowLeft", () => stepColumn(-1)],
    ["PageDown", () => step(options.pageSize())],
    ["PageUp", () => step(-options.pageSize())],
    ["Home", () => goTo(0)],
    ["End", () => goTo(rows.length - 1)],
    ["Enter", row === undefined || !onOpen ? undefined : () => onOpen(row)],
    [" ", toggleMark],
    ["a", options.marks ? () => setMarked(new Set(rows.map(keyOf))) : undefined],
    ["c", () => copy(false)],
    ["C", () => copy(true)],
    ["Escape", back],
  ]);

  const press = (key: string): boolean => {
    const act = acts.get(key);
    act?.();
    return act !== undefined;
  };

  return {
    active: active?.key ?? null,
    activeColumn,
    marked,
    activate: (chosen) => {
      setActive({ key: keyOf(chosen), index: Math.max(0, rows.indexOf(chosen)) });
      setActiveColumn(null);
    },
    mark(chosen, isRange) {
      mark(chosen, isRange);
      setActive({ key: keyOf(chosen), index: Math.max(0, rows.indexOf(chosen)) });
    },
    press,
    handleKey(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (press(event.key)) event.preventDefault();
    },
  };
}
