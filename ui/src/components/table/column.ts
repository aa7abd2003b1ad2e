import {
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type ReactNode, useEffect, useMemo } from "react";

/** One column of a list: how a row is read, shown, copied and searched. */
export interface Column<Row> {
  id: string;
  header: string;
  /** Width in pixels; with `grows` the least width. */
  size: number;
  grows?: boolean;
  /** What is seen: searched by the filter and copied. */
  text: (row: Row) => string;
  /** The same without rendering, for Shift-copy; `text` where absent. */
  raw?: (row: Row) => string;
  /** Drawn instead of the bare text. */
  render?: (row: Row) => ReactNode;
  /** What rows are sorted by where the list can be sorted; numbers by size, texts by alphabet. */
  sortBy?: (row: Row) => number | string;
  isMono?: boolean;
  isNumeric?: boolean;
  /** Width in a table narrower than a phone held upright is wide. */
  narrow_px?: number;
  /** Left out by itself in a narrower table, until the user chooses otherwise. */
  hideBelow_px?: number;
  isHiddenAtFirst?: boolean;
}

const NARROW_PX = 560;

const features = tableFeatures({ columnSizingFeature, columnResizingFeature, columnVisibilityFeature });
/** TanStack Table keeps the columns here; rows stay plain arrays, because 100,000 row objects would be made for nothing. */
const noRows: never[] = [];

interface Remembered {
  sizes: Record<string, number>;
  shown: Record<string, boolean>;
}

function recall(key: string): Remembered {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    const { sizes = {}, shown = {} } = saved as Partial<Remembered>;
    return { sizes, shown };
  } catch {
    return { sizes: {}, shown: {} };
  }
}

export interface ColumnChoice {
  id: string;
  header: string;
  isShown: boolean;
  toggle(): void;
}

export interface ColumnLayout<Row> {
  visible: readonly Column<Row>[];
  /** For `grid-template-columns`. */
  template: string;
  choices: readonly ColumnChoice[];
  startResize(id: string): ((event: unknown) => void) | undefined;
  widen(id: string, by_px: number): void;
  reset(): void;
}

/** Widths and choice of columns, remembered per list. */
export function useColumnLayout<Row>(
  name: string,
  columns: readonly Column<Row>[],
  width_px: number,
): ColumnLayout<Row> {
  const storageKey = `trishul_columns_${name}`;
  const initial = useMemo(() => recall(storageKey), [storageKey]);
  const definitions = useMemo(
    () => columns.map((column) => ({ id: column.id, header: column.header, size: column.size, minSize: 40 })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    columnResizeMode: "onChange",
    initialState: { columnSizing: initial.sizes, columnVisibility: initial.shown },
  });
  const { columnSizing: sizes, columnVisibility: shown } = table.state;
  useEffect(() => {
    const isDefault = Object.keys(sizes).length + Object.keys(shown).length === 0;
    if (isDefault) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, JSON.stringify({ sizes, shown }));
  }, [storageKey, sizes, shown]);

  const isShown = (column: Column<Row>) =>
    shown[column.id] ?? !(column.isHiddenAtFirst || (width_px > 0 && width_px < (column.hideBelow_px ?? 0)));
  const visible = columns.filter(isShown);
  const isNarrow = width_px > 0 && width_px < NARROW_PX;
  const sizeOf = (column: Column<Row>) => sizes[column.id] ?? (isNarrow ? column.narrow_px : undefined) ?? column.size;
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  return {
    visible,
    template: visible.map((column) => track(column, sizeOf(column))).join(" "),
    choices: columns.map((column) => ({
      id: column.id,
      header: column.header,
      isShown: isShown(column),
      toggle: () => table.setColumnVisibility((before) => ({ ...before, [column.id]: !isShown(column) })),
    })),
    startResize: (id) => headers.find((header) => header.column.id === id)?.getResizeHandler(),
    widen: (id, by_px) => {
      const column = columns.find((known) => known.id === id);
      if (column) table.setColumnSizing((before) => ({ ...before, [id]: Math.max(40, sizeOf(column) + by_px) }));
    },
    reset: () => {
      table.resetColumnSizing(true);
      table.resetColumnVisibility(true);
    },
  };
}

function track<Row>(column: Column<Row>, size_px: number): string {
  return column.grows ? `minmax(${size_px}px, 1fr)` : `${size_px}px`;
}
