import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { mibCalls } from "../../../api/calls";
import type { MibFileStatus, MibList } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { CommandLine } from "../../../components/copy-button";
import { useHotkey } from "../../../components/keyboard";
import { EmptyState, Notice, Strip } from "../../../components/states";
import { useRowFilter } from "../../../components/table/filter";
import { SearchedList } from "../../../components/table/searched-list";
import { useSorted } from "../../../components/table/sorting";
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
      <SearchedList
        id="mib-table"
        name="mibs"
        label={words.library}
        search={{
          value: typed,
          onChange: setTyped,
          shown: rows.length,
          total: all.length,
          countLabel: words.count(formatCount(asked.data?.loaded ?? 0)),
        }}
        notices={<State list={asked.data} />}
        asked={asked}
        failed={words.loadFailed}
        columns={libraryColumns}
        rows={rows}
        keyOf={keyOf}
        toneOf={toneOf}
        openKey={openKey}
        onOpen={(row) => openedMib.set(keyOf(row))}
        onBack={openKey === null ? undefined : close}
        sorting={sorting}
        hasHidden={all.length > 0}
        empty={
          <EmptyState title={words.empty} help={words.emptyHelp}>
            <CommandLine command={uploadCommand()} />
          </EmptyState>
        }
      />
      {open ? <Detail key={keyOf(open)} row={open} onClose={close} /> : null}
    </div>
  );
}

/** Whether the library is being built or could not be. */
function State({ list }: { list: MibList | undefined }) {
  const progress = useProgress("start");
  if (list?.problem) {
    return (
      <Strip>
        <Notice kind="warning" title={words.incomplete}>
          <p>{list.problem}</p>
        </Notice>
      </Strip>
    );
  }
  if (!list?.building) return null;
  const far = progress ? ` ${formatCount(progress.done)} / ${formatCount(progress.total)}` : "";
  return (
    <Strip>
      <Notice kind="info" title={`${words.building}${far}`} />
    </Strip>
  );
}

function uploadCommand(): string {
  return `curl -H "X-Auth-Token: $TOKEN" -F files=@VENDOR-MIB.txt ${window.location.origin}/api/mibs/upload`;
}
