import { Select } from "@mantine/core";
import type { Problem } from "../../../../api/problem";
import { WireField } from "../../../../components/forms/fields";
import { ToolButton } from "../../../../components/tool-button";
import { texts } from "../../../../texts";
import classes from "../../agents.module.css";
import { type AccessRowDraft, type ColumnFacts, newRow, type Section, sections } from "./document";

const words = texts.access;

interface AccessTableProps {
  section: Section;
  rows: readonly AccessRowDraft[];
  refused: Problem | null;
  onChange: (rows: readonly AccessRowDraft[]) => void;
}

/** One table of the document, edited in place. */
export function AccessTable({ section, rows, refused, onChange }: AccessTableProps) {
  const { title, help } = words.sections[section];
  const columns: readonly ColumnFacts[] = sections[section];
  return (
    <fieldset className={classes.section}>
      <legend className={classes.legend}>{title}</legend>
      <p className={classes.quiet}>{help}</p>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands at its place.
        <div key={at} className={classes.accessRow}>
          <div className={classes.cells}>
            {columns.map((column) => (
              <Cell
                key={column.name}
                column={column}
                value={row[column.name] ?? ""}
                name={`${words.columns[column.name]}, ${title} ${at + 1}`}
                hasLabel={at === 0}
                error={refused?.about(`${section}[${at}].${column.name}`)}
                onChange={(value) => onChange(rows.with(at, { ...row, [column.name]: value }))}
              />
            ))}
          </div>
          <ToolButton
            icon="close"
            label={words.removeRow(title, at + 1)}
            isBare
            type="button"
            onClick={() => onChange(rows.toSpliced(at, 1))}
          />
        </div>
      ))}
      <div>
        <ToolButton
          id={`access-add-${section}`}
          icon="plus"
          label={words.addRow}
          isWordy
          type="button"
          onClick={() => onChange([...rows, newRow(section)])}
        />
      </div>
    </fieldset>
  );
}

interface CellProps {
  column: ColumnFacts;
  value: string;
  name: string;
  /** The first row has the words above its fields. */
  hasLabel: boolean;
  error: string | undefined;
  onChange: (value: string) => void;
}

function Cell({ column, value, name, hasLabel, error, onChange }: CellProps) {
  const label = hasLabel ? words.columns[column.name] : undefined;
  if (column.options) {
    return (
      <Select
        label={label}
        aria-label={name}
        data={[...column.options]}
        value={value}
        allowDeselect={false}
        error={error ?? null}
        onChange={(chosen) => onChange(chosen ?? value)}
      />
    );
  }
  return (
    <WireField
      label={label}
      aria-label={name}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
