import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { mibCalls } from "../../../api/calls";
import type { MibFileStatus, MibList } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { CommandLine } from "../../../components/copy-button";
import { useHotkey } from "../../../components/keyboard";
import { EmptyState, LoadingState, Notice, ProblemNotice } from "../../../components/states";
import { useRowFilter } from "../../../components/table/filter";
import { FilterBar } from "../../../components/table/filter-bar";
import { useSorted } from "../../../components/table/sorting";
import { VirtualTable } from "../../../components/table/virtual-table";
import { formatCount } from "../../../components/values/format";
import { useStore } from "../../../live/external-store";
import { texts } from "../../../texts";
import classes from "../mibs.module.css";
import { useProgress } from "../use-progress";
import { libraryColumns } from "./columns";
import { Detail } from "./detail";
import { openedMib } from "./opened";

const words = texts.mibs;
/** A file without a module may have the name of a module. */
const keyOf = (row: MibFileStatus) => (row.status === "error" ? `file:${row.file}` : row.name);
const toneOf = (row: MibFileStatus) => (row.status === "error" ? "bad" : undefined);

/** Every module and every file that failed, with what was chosen beside. */
export function Library() {
  const asked = useQuery({ queryKey: keys.mibs, queryFn: mibCalls.all });
  const [typed, setTyped] = useState("");
  const openKey = useStore(openedMib, (state) => state);
  const all = useMemo(() => [...(asked.data?.errors ?? []), ...(asked.data?.mibs ?? [])], [asked.data]);
  const filtered = useRowFilter(libraryColumns, all, typed);
  const { rows, sorting } = useSorted(libraryColumns, filtered, "name");
  const open = openKey === null ? null : (all.find((row) => keyOf(row) === openKey) ?? null);
  const close = useCallback(() => {
    openedMib.set(null);
    document.getElementById("mib-table")?.focus();
    return true;
  }, []);
  useHotkey("Escape", openKey === null ? null : close);
  return (
    <div className={classes.split}>
      <section className={classes.list} aria-label={words.library}>
        <FilterBar
          listId="mib-table"
          value={typed}
          onChange={setTyped}
          shown={rows.length}
          total={all.length}
          countLabel={words.count(formatCount(asked.data?.loaded ?? 0))}
        />
        <State list={asked.data} />
        {asked.isError ? (
          <div className={classes.notice}>
            <ProblemNotice title={words.loadFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
          </div>
        ) : null}
        <VirtualTable
          id="mib-table"
          name="mibs"
          label={words.library}
          columns={libraryColumns}
          rows={rows}
          keyOf={keyOf}
          toneOf={toneOf}
          openKey={openKey}
          onOpen={(row) => openedMib.set(keyOf(row))}
          onBack={openKey === null ? undefined : close}
          sorting={sorting}
          empty={<NoRows hasRows={all.length > 0} isPending={asked.isPending} isError={asked.isError} />}
        />
      </section>
      {open ? <Detail key={keyOf(open)} row={open} onClose={close} /> : null}
    </div>
  );
}

/** Whether the library is being built or could not be. */
function State({ list }: { list: MibList | undefined }) {
  const progress = useProgress("start");
  if (list?.problem) {
    return (
      <div className={classes.notice}>
        <Notice kind="warning" title={words.incomplete}>
          <p>{list.problem}</p>
        </Notice>
      </div>
    );
  }
  if (!list?.building) return null;
  const far = progress ? ` ${formatCount(progress.done)} / ${formatCount(progress.total)}` : "";
  return (
    <div className={classes.notice}>
      <Notice kind="info" title={`${words.building}${far}`} />
    </div>
  );
}

function NoRows({ hasRows, isPending, isError }: { hasRows: boolean; isPending: boolean; isError: boolean }) {
  if (hasRows) return <EmptyState title={texts.table.nothingMatches} />;
  if (isPending) return <LoadingState />;
  if (isError) return null;
  return (
    <EmptyState title={words.empty} help={words.emptyHelp}>
      <CommandLine command={uploadCommand()} />
    </EmptyState>
  );
}

function uploadCommand(): string {
  return `curl -H "X-Auth-Token: $TOKEN" -F files=@VENDOR-MIB.txt ${window.location.origin}/api/mibs/upload`;
}
