import type { ReactNode } from "react";
import classes from "./short-table.module.css";

export interface ShortColumn<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The column that names the row. */
  isName?: boolean;
  isNumeric?: boolean;
  /** What can be done with the row; its header is for screen readers. */
  isActs?: boolean;
}

interface ShortTableProps<Row> {
  id: string;
  label: string;
  columns: readonly ShortColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
}

/** A table of few rows, all of them in the page; where there is little room each row is a small list. */
export function ShortTable<Row>({ id, label, columns, rows, keyOf }: ShortTableProps<Row>) {
  return (
    <table id={id} className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ id: column, header, isActs, isNumeric }) => (
            <th key={column} scope="col" className={isNumeric ? classes.number : undefined}>
              {isActs ? <span className="visually-hidden">{header}</span> : header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => (
              <Cell key={column.id} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({
  column: { header, cell, isName, isNumeric, isActs },
  row,
}: {
  column: ShortColumn<Row>;
  row: Row;
}) {
  if (isName) {
    return (
      <th scope="row" className={classes.name}>
        {cell(row)}
      </th>
    );
  }
  const className = isActs ? classes.acts : isNumeric ? classes.number : undefined;
  return (
    <td className={className} data-label={isActs ? undefined : header}>
      {cell(row)}
    </td>
  );
}
