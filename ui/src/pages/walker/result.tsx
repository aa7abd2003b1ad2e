import { useState } from "react";
import type { ShownVarBind } from "../../api/generated";
import { EmptyState } from "../../components/states";
import { useRowFilter } from "../../components/table/filter";
import { FilterBar } from "../../components/table/filter-bar";
import { VirtualTable } from "../../components/table/virtual-table";
import { formatCount, formatElapsed } from "../../components/values/format";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { parsedColumns, rawColumns } from "./columns";
import { FirstSteps } from "./first-steps";
import { Instances } from "./instances";
import { nowhere, usePlace } from "./place";
import type { WalkDraft } from "./request";
import { type WalkRun, walkRun } from "./run";
import { RunNotice } from "./run-notice";
import { RunTitle } from "./run-title";
import { TableView } from "./table-view";
import { Toolbar } from "./toolbar";
import { TreeView } from "./tree-view";
import classes from "./walker.module.css";

const words = texts.walker;
const keyOf = (row: ShownVarBind) => row.oid;

/** What the device answered. */
export function WalkResult({ draft }: { draft: WalkDraft }) {
  const run = useStore(walkRun, (state) => state);
  return (
    <section id="walk-result" className={classes.result} aria-busy={run.phase === "running"}>
      <RunTitle run={run} />
      <RunNotice run={run} />
      <ResultViews run={run} start={<FirstSteps draft={draft} />} />
    </section>
  );
}

interface ResultViewsProps {
  run: WalkRun;
  /** What is said while nothing was asked yet. */
  start: React.ReactNode;
}

/** Rows in the view that was chosen, with what is open beside them. */
export function ResultViews({ run, start }: ResultViewsProps) {
  const [{ view, table, row }, go] = usePlace();
  const toolsFor = (shown: readonly ShownVarBind[]) => (
    <Toolbar run={run} view={view} shown={shown} onView={(next) => go({ view: next, row: "" }, { replace: true })} />
  );
  if (view !== "table" || run.rows.length === 0) return <Rows run={run} start={start} toolsFor={toolsFor} />;
  return (
    <TableView
      rows={run.rows}
      request={run.request}
      chosen={table}
      openKey={row}
      onChoose={(next) => go({ table: next, row: "" }, { replace: true })}
      onOpen={(next) => go({ row: next }, { replace: true })}
      tools={toolsFor(run.rows)}
    />
  );
}

interface RowsProps extends ResultViewsProps {
  toolsFor: (shown: readonly ShownVarBind[]) => React.ReactNode;
}

/** One line a variable binding: as names and values, as snmpwalk prints them, or in the tree of OIDs. */
function Rows({ run, start, toolsFor }: RowsProps) {
  const [{ view, row }, go] = usePlace();
  const [typed, setTyped] = useState("");
  const columns = view === "raw" ? rawColumns : parsedColumns;
  const shown = useRowFilter(columns, run.rows, typed);
  const open = row === "" ? undefined : run.rows.find(({ oid }) => oid === row);
  const close = () => {
    go({ row: nowhere.row }, { replace: true });
    document.getElementById("walk-table")?.focus();
    return true;
  };
  const list = {
    rows: shown,
    onBack: open ? close : undefined,
    empty: <NoRows run={run} start={start} />,
  };
  return (
    <>
      <FilterBar
        listId="walk-table"
        value={typed}
        onChange={setTyped}
        shown={shown.length}
        total={run.rows.length}
        countLabel={countLabel(run)}
      >
        {toolsFor(shown)}
      </FilterBar>
      <div className={classes.beside}>
        {view === "tree" ? (
          <TreeView {...list} openOid={row} onOpen={(oid) => go({ row: oid }, { replace: true })} />
        ) : (
          <VirtualTable
            key={view}
            id="walk-table"
            name={`walk-${view}`}
            label={words.operations.walk}
            columns={columns}
            {...list}
            keyOf={keyOf}
            toneOf={toneOf}
            openKey={open ? row : null}
            onOpen={({ oid }) => go({ row: oid }, { replace: true })}
          />
        )}
        {open ? <Instances title={open.name} varbinds={[open]} request={run.request} onClose={close} /> : null}
      </div>
    </>
  );
}

function countLabel(run: WalkRun): string {
  if (run.phase === "idle") return "";
  const count = texts.words.rows(formatCount(run.rows.length), run.rows.length === 1);
  const rate =
    run.phase === "running" && run.rate > 0 ? ` · ${texts.words.perSecond(formatCount(Math.round(run.rate)))}` : "";
  return `${count}${rate} · ${formatElapsed(run.elapsed_s)}`;
}

function toneOf(row: ShownVarBind): string | undefined {
  return row.type.startsWith("noSuch") || row.type === "endOfMibView" ? "dim" : undefined;
}

function NoRows({ run, start }: ResultViewsProps) {
  if (run.rows.length > 0) return <EmptyState title={texts.table.nothingMatches} />;
  if (run.phase === "idle") return start;
  return run.phase === "done" ? <EmptyState title={words.none} /> : null;
}
