import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useHotkey } from "../keyboard";
import type { Column } from "./column";
import { useColumnLayout } from "./column";
import { firstVisibleIndex, HEAD_PX, ROW_PX, scrollToShow } from "./follow";
import { NewRows } from "./new-rows";
import { type Marks, useSelection } from "./selection";
import type { Sorting } from "./sorting";
import { ColumnChooser, TableHead } from "./table-head";
import { type Hover, TableRow } from "./table-row";
import { useTail } from "./use-tail";
import classes from "./virtual-table.module.css";

export interface VirtualTableProps<Row> {
  id: string;
  /** Under this name widths and chosen columns are remembered. */
  name: string;
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  toneOf?: (row: Row) => string | undefined;
  openKey?: string | number | null;
  onOpen?: (row: Row) => void;
  /** Esc with nothing of the list's own to leave; true when it was used. */
  onBack?: (() => boolean) | undefined;
  /** False for a list that does not grow at its end: `f` is left to another one on the page. */
  hasTail?: boolean;
  followsAtFirst?: boolean;
  onFollowChange?: (isFollowing: boolean) => void;
  onNearStart?: () => void;
  /** Which rows are in view, the first and the last, whenever that changes. */
  onRange?: (first: number, last: number) => void;
  /** Rows that are chosen by Space, Ctrl or Shift, where the page does something with them. */
  marks?: Marks;
  /** Columns with `sortBy` become buttons that sort by them. */
  sorting?: Sorting;
  empty: ReactNode;
}

/** The one list of the interface: any number of equal rows, of which only those in view exist in the page. */
export function VirtualTable<Row extends object>(props: VirtualTableProps<Row>) {
  const { id, name, label, columns, rows, keyOf, toneOf, openKey = null, onOpen, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const width_px = useWidth(scroller);
  const layout = useColumnLayout(name, columns, width_px);
  const [hover, setHover] = useState<Hover | null>(null);
  const followsAtFirst = props.followsAtFirst ?? false;
  // Before the tail: on mounting it scrolls to its own start, which the tail then puts right.
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    scrollMargin: HEAD_PX,
    overscan: 10,
  });
  const tail = useTail({ scroller, rows, keyOf, followsAtFirst, onNearStart: props.onNearStart });
  useHotkey("f", (props.hasTail ?? true) ? () => tail.setFollowing(!tail.isFollowing) : null);
  const { onFollowChange } = props;
  useEffect(() => onFollowChange?.(tail.isFollowing), [tail.isFollowing, onFollowChange]);

  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const { onRange } = props;
  useEffect(() => onRange?.(first, last), [first, last, onRange]);

  const show = useCallback((index: number) => {
    const element = scroller.current;
    if (element) element.scrollTop = scrollToShow(index, element);
  }, []);
  const selection = useSelection({
    rows,
    keyOf,
    columns: layout.visible,
    pageSize: () => Math.floor((scroller.current?.clientHeight ?? ROW_PX) / ROW_PX) - 1,
    firstVisible: () => (tail.isFollowing ? rows.length - 1 : firstVisibleIndex(scroller.current?.scrollTop ?? 0)),
    onShow: show,
    onOpen,
    // With a row open beside the list, moving on opens the next.
    onMove: openKey === null ? undefined : onOpen,
    onBack: props.onBack,
    marks: props.marks,
  });

  // From anywhere on the page the arrows lead into its list.
  const enterBy = (key: string) => {
    scroller.current?.focus();
    selection.press(key);
  };
  useHotkey("ArrowDown", () => enterBy("ArrowDown"));
  useHotkey("ArrowUp", () => enterBy("ArrowUp"));

  const activate = (row: Row, event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      window.getSelection()?.removeAllRanges();
      selection.mark(row, event.shiftKey);
      return;
    }
    selection.activate(row);
    // A click that ends a selection of text is not meant as a click.
    if (onOpen && (window.getSelection()?.isCollapsed ?? true)) onOpen(row);
  };
  // Rows are drawn only when they change, so what they call must know of what is chosen since then.
  const latest = useRef(activate);
  latest.current = activate;
  const handleActivate = useCallback((row: Row, event: MouseEvent) => latest.current(row, event), []);
  const rowDomId = (key: string | number) => `${id}-row-${key}`;

  return (
    <div className={classes.table}>
      <div
        ref={scroller}
        id={id}
        className={classes.scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={layout.visible.length}
        aria-activedescendant={selection.active === null ? undefined : rowDomId(selection.active)}
        tabIndex={0}
        onKeyDown={selection.handleKey}
        onScroll={tail.handleScroll}
        onPointerOver={(event) => setHover(hoverOf(event.target))}
        onPointerLeave={() => setHover(null)}
        style={{ "--columns": layout.template } as React.CSSProperties}
      >
        <TableHead layout={layout} sorting={props.sorting} />
        {rows.length === 0 ? null : (
          <div className={classes.body} role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              const key = keyOf(row);
              const isActive = selection.active === key;
              return (
                <TableRow
                  key={key}
                  domId={rowDomId(key)}
                  row={row}
                  index={item.index}
                  top_px={item.start - HEAD_PX}
                  columns={layout.visible}
                  tone={toneOf?.(row)}
                  isActive={isActive}
                  isOpen={openKey === key}
                  isMarked={selection.marked.has(key)}
                  activeColumn={isActive ? selection.activeColumn : null}
                  hoverColumn={hover?.index === item.index ? hover.column : null}
                  onActivate={handleActivate}
                />
              );
            })}
          </div>
        )}
      </div>
      {rows.length === 0 ? <div className={classes.empty}>{empty}</div> : null}
      <ColumnChooser layout={layout} />
      <NewRows count={tail.newCount} onJump={() => tail.setFollowing(true)} />
    </div>
  );
}

function hoverOf(target: EventTarget): Hover | null {
  if (!(target instanceof Element)) return null;
  const row = target.closest<HTMLElement>("[data-index]");
  if (!row) return null;
  const column = target.closest<HTMLElement>("[data-column]")?.dataset.column ?? "";
  return { index: Number(row.dataset.index), column };
}

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width_px, setWidth] = useState(0);
  useEffect(() => {
    const watched = element.current;
    if (!watched) return undefined;
    const observer = new ResizeObserver(() => setWidth(watched.clientWidth));
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return width_px;
}
