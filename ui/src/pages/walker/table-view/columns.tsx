import type { Column } from "../../../components/table/column";
import type { ColumnFacts, TableFacts } from "./facts";
import type { ConceptualRow } from "./rows";

const CHARACTER_PX = 7.6;
const SPACE_PX = 28;
const MEASURED_ROWS = 60;
const [LEAST_PX, MOST_PX] = [72, 300];
const numericSyntax = /^(?:Counter|Gauge|Unsigned|Integer32|TimeTicks|CounterBased|ZeroBasedCounter)/;
const wholeNumber = /^-?\d+$/;

/** The columns of a conceptual table as columns of the list: the index in front, then what the agent has. */
export function listColumns(
  table: TableFacts,
  columns: readonly ColumnFacts[],
  rows: readonly ConceptualRow[],
): Column<ConceptualRow>[] {
  const isSplit = rows.every(({ index }) => index.length === table.index.length);
  const headers = isSplit ? table.index.map(({ label }) => label) : [table.index.map(({ label }) => label).join(", ")];
  const indexColumns = headers.map((header, place): Column<ConceptualRow> => {
    const text = ({ index }: ConceptualRow) => (isSplit ? (index[place] ?? "") : index.join("."));
    return {
      id: `index-${place}`,
      header,
      size: widthOf(header, rows, text),
      text,
      sortBy: (row) => sortable(text(row)),
      isMono: true,
    };
  });
  return [...indexColumns, ...columns.map((column) => cellColumn(column, rows))];
}

function cellColumn({ oid, label, syntax }: ColumnFacts, rows: readonly ConceptualRow[]): Column<ConceptualRow> {
  const text = ({ cells }: ConceptualRow) => cells.get(oid)?.display ?? "";
  const raw = ({ cells }: ConceptualRow) => cells.get(oid)?.value ?? "";
  return {
    id: oid,
    header: label,
    size: widthOf(label, rows, text),
    text,
    raw,
    sortBy: (row) => sortable(raw(row)),
    isMono: true,
    isNumeric: numericSyntax.test(syntax),
  };
}

const sortable = (text: string): number | string => (wholeNumber.test(text) ? Number(text) : text);

/** As wide as what is in it, so that a table of flags is not as wide as one of descriptions. */
function widthOf(header: string, rows: readonly ConceptualRow[], text: (row: ConceptualRow) => string): number {
  const longest = Math.max(header.length, ...rows.slice(0, MEASURED_ROWS).map((row) => text(row).length));
  return Math.round(Math.min(MOST_PX, Math.max(LEAST_PX, longest * CHARACTER_PX + SPACE_PX)));
}
