import { type MouseEvent, memo } from "react";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { CopyButton } from "../copy-button";
import { timeZone } from "../values/time-zone";
import type { Column } from "./column";
import { rowsAsText } from "./selection";
import classes from "./virtual-table.module.css";

export interface Hover {
  index: number;
  column: string;
}

interface TableRowProps<Row> {
  domId: string;
  row: Row;
  index: number;
  top_px: number;
  columns: readonly Column<Row>[];
  tone: string | undefined;
  isActive: boolean;
  isOpen: boolean;
  isMarked: boolean;
  activeColumn: number | null;
  hoverColumn: string | null;
  onActivate: (row: Row, event: MouseEvent) => void;
}

/** Redrawn only when something of this row changed. */
export const TableRow = memo(DrawnRow, (before, after) => {
  const { onActivate: _before, ...old } = before;
  const { onActivate: _after, ...now } = after;
  return (Object.keys(now) as (keyof typeof now)[]).every((name) => old[name] === now[name] || name === "columns")
    ? sameColumns(old.columns, now.columns)
    : false;
}) as typeof DrawnRow;

function sameColumns<Row>(before: readonly Column<Row>[], after: readonly Column<Row>[]): boolean {
  return before.length === after.length && before.every((column, index) => column === after[index]);
}

function DrawnRow<Row>(props: TableRowProps<Row>) {
  const { row, columns, isActive, hoverColumn } = props;
  useStore(timeZone, (zone) => zone);
  const hasActions = isActive || hoverColumn !== null;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names its active row.
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is handled by the grid.
    <div
      id={props.domId}
      className={classes.row}
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.isOpen}
      data-index={props.index}
      data-tone={props.tone}
      data-active={isActive || undefined}
      data-open={props.isOpen || undefined}
      data-marked={props.isMarked || undefined}
      style={{ transform: `translateY(${props.top_px}px)` }}
      onClick={(event) => props.onActivate(row, event)}
    >
      {columns.map((column, index) => (
        <Cell
          key={column.id}
          row={row}
          column={column}
          isChosen={props.activeColumn === index}
          isHovered={hoverColumn === column.id}
        />
      ))}
      {hasActions ? (
        <span className={classes.actions} role="gridcell" tabIndex={-1}>
          <CopyButton text={() => rowsAsText([row], columns)} label={texts.table.copyRow} />
        </span>
      ) : null}
    </div>
  );
}

interface CellProps<Row> {
  row: Row;
  column: Column<Row>;
  isChosen: boolean;
  isHovered: boolean;
}

function Cell<Row>({ row, column, isChosen, isHovered }: CellProps<Row>) {
  const text = column.text(row);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names its active row.
    <div
      className={classes.cell}
      role="gridcell"
      data-column={column.id}
      data-mono={column.isMono || undefined}
      data-numeric={column.isNumeric || undefined}
      data-chosen={isChosen || undefined}
    >
      <span className={classes.text} title={text.length > 12 ? text : undefined}>
        {column.render ? column.render(row) : text}
      </span>
      {isHovered && text !== "" ? (
        <span className={classes.copyCell}>
          <CopyButton text={text} label={texts.table.copyCell} />
        </span>
      ) : null}
    </div>
  );
}
