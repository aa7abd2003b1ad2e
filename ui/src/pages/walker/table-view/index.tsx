import { Select } from "@mantine/core";
import { useDeferredValue, useMemo, useState } from "react";
import type { ShownVarBind } from "../../../api/generated";
import { EmptyState, LoadingState, ProblemNotice, Strip } from "../../../components/states";
import { useRowFilter } from "../../../components/table/filter";
import { FilterBar } from "../../../components/table/filter-bar";
import { useSorted } from "../../../components/table/sorting";
import { VirtualTable } from "../../../components/table/virtual-table";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import { Instances } from "../instances";
import type { WalkRequest } from "../request";
import classes from "../walker.module.css";
import { listColumns } from "./columns";
import { type TableFacts, useTables } from "./facts";
import { type ConceptualRow, type ConceptualTable, idleStatus } from "./rows";
import { useConceptualTable } from "./use-conceptual-table";

const words = texts.walker;
const keyOf = (row: ConceptualRow) => row.key;
const nothingYet: ConceptualTable = { rows: [], columns: [] };

interface TableViewProps {
  rows: readonly ShownVarBind[];
  /** How the device was asked. */
  request: WalkRequest | null;
  /** The table that is looked at, by its full name; the first where there is none of it. */
  chosen: string;
  openKey: string;
  onChoose: (table: string) => void;
  onOpen: (key: string) => void;
  tools: React.ReactNode;
}

/** The rows of a walk as the conceptual tables that they are instances of. */
export function TableView({ rows: coming, chosen, onChoose, ...rest }: TableViewProps) {
  // While rows stream in, what is typed and clicked goes before putting them into tables.
  const rows = useDeferredValue(coming);
  const asked = useTables(rows);
  const tables = asked.data ?? [];
  const table = tables.find(({ fullName }) => fullName === chosen) ?? tables[0];
  if (asked.isError) {
    return (
      <Strip>
        <ProblemNotice title={words.tablesFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
      </Strip>
    );
  }
  if (!table)
    return asked.isLoading ? <LoadingState /> : <EmptyState title={words.noTables} help={words.noTablesHelp} />;
  return (
    <OneTable key={table.fullName} table={table} rows={rows} {...rest}>
      <Select
        id="walk-table-choice"
        aria-label={words.tableChoice}
        size="xs"
        className={classes.tableChoice}
        data={tables.map(({ fullName, label }) => ({ value: fullName, label }))}
        value={table.fullName}
        allowDeselect={false}
        searchable={tables.length > 8}
        onChange={(name) => name && onChoose(name)}
      />
    </OneTable>
  );
}

interface OneTableProps extends Omit<TableViewProps, "chosen" | "onChoose"> {
  table: TableFacts;
  children: React.ReactNode;
}

function OneTable({ table, rows: varbinds, request, openKey, onOpen, tools, children }: OneTableProps) {
  const [typed, setTyped] = useState("");
  const built = useConceptualTable(table, varbinds);
  const { rows, columns: present } = built ?? nothingYet;
  const columns = useMemo(() => listColumns(table, present, rows), [table, present, rows]);
  const shown = useRowFilter(columns, rows, typed);
  const sorted = useSorted(columns, shown, "");
  const open = rows.find(({ key }) => key === openKey);
  const close = () => {
    onOpen("");
    document.getElementById("walk-table")?.focus();
    return true;
  };
  return (
    <>
      <FilterBar
        listId="walk-table"
        value={typed}
        onChange={setTyped}
        shown={shown.length}
        total={rows.length}
        countLabel={texts.words.rows(formatCount(rows.length), rows.length === 1)}
      >
        {children}
        {tools}
      </FilterBar>
      <div className={classes.beside}>
        <VirtualTable
          id="walk-table"
          name={`walk-${table.fullName}`}
          label={table.label}
          columns={columns}
          rows={sorted.rows}
          sorting={sorted.sorting}
          keyOf={keyOf}
          toneOf={(row) => (idleStatus(row, present) === null ? undefined : "dim")}
          hasTail={false}
          openKey={openKey || null}
          onOpen={({ key }) => onOpen(key)}
          onBack={openKey === "" ? undefined : close}
          empty={built ? <EmptyState title={texts.table.nothingMatches} /> : <LoadingState />}
        />
        {open ? (
          <Instances
            title={words.rowOf(table.label, open.index.join(" · "))}
            varbinds={present.flatMap(({ oid }) => open.cells.get(oid) ?? [])}
            request={request}
            onClose={close}
          />
        ) : null}
      </div>
    </>
  );
}
