import { Menu } from "@mantine/core";
import { useState } from "react";
import type { ShownVarBind } from "../../api/generated";
import { saveFile } from "../../components/save-file";
import { EmptyState } from "../../components/states";
import { useRowFilter } from "../../components/table/filter";
import { FilterBar } from "../../components/table/filter-bar";
import { VirtualTable } from "../../components/table/virtual-table";
import { ToolButton } from "../../components/tool-button";
import { formatCount, formatElapsed } from "../../components/values/format";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { parsedColumns, rawColumns } from "./columns";
import { fileName, rowsAsCsv, rowsAsJson } from "./export";
import { FirstSteps } from "./first-steps";
import type { WalkDraft } from "./request";
import { type WalkRun, walkRun } from "./run";
import { RunNotice } from "./run-notice";
import { RunTitle } from "./run-title";
import classes from "./walker.module.css";

const words = texts.walker;
const keyOf = (row: ShownVarBind) => row.oid;
type View = "parsed" | "raw";

export function WalkResult({ draft }: { draft: WalkDraft }) {
  const run = useStore(walkRun, (state) => state);
  const [typed, setTyped] = useState("");
  const [view, setView] = useState<View>("parsed");
  const columns = view === "parsed" ? parsedColumns : rawColumns;
  const shown = useRowFilter(columns, run.rows, typed);
  return (
    <section className={classes.result} aria-busy={run.phase === "running"}>
      <RunTitle run={run} />
      <FilterBar
        listId="walk-table"
        value={typed}
        onChange={setTyped}
        shown={shown.length}
        total={run.rows.length}
        countLabel={countLabel(run)}
      >
        <ToolButton
          icon="code"
          label={words.views.raw}
          isPressed={view === "raw"}
          onClick={() => setView(view === "raw" ? "parsed" : "raw")}
        />
        <ExportMenu run={run} shown={shown} />
      </FilterBar>
      <RunNotice run={run} />
      <VirtualTable
        key={view}
        id="walk-table"
        name={`walk-${view}`}
        label={words.operations.walk}
        columns={columns}
        rows={shown}
        keyOf={keyOf}
        toneOf={toneOf}
        empty={<NoRows run={run} draft={draft} />}
      />
    </section>
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

function NoRows({ run, draft }: { run: WalkRun; draft: WalkDraft }) {
  if (run.rows.length > 0) return <EmptyState title={texts.table.nothingMatches} />;
  if (run.phase === "idle") return <FirstSteps draft={draft} />;
  return run.phase === "done" ? <EmptyState title={words.none} /> : null;
}

function ExportMenu({ run, shown }: { run: WalkRun; shown: readonly ShownVarBind[] }) {
  const isFiltered = shown.length !== run.rows.length;
  const what = (isFiltered ? words.exportFiltered : words.exportAll)(formatCount(shown.length));
  const save = {
    json: () =>
      saveFile(fileName(run.request, "json"), new Blob([rowsAsJson(shown, run.request)], { type: "application/json" })),
    csv: () => saveFile(fileName(run.request, "csv"), new Blob([rowsAsCsv(shown)], { type: "text/csv" })),
  };
  return (
    <Menu position="bottom-end" offset={4} disabled={shown.length === 0}>
      <Menu.Target>
        <ToolButton icon="download" label={words.export} disabled={shown.length === 0} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{what}</Menu.Label>
        <Menu.Item onClick={save.json}>{words.exportJson}</Menu.Item>
        <Menu.Item onClick={save.csv}>{words.exportCsv}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
