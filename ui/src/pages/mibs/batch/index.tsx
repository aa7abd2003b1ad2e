import { useCallback, useMemo, useState } from "react";
import { useHotkey } from "../../../components/keyboard";
import { EmptyState, LoadingState } from "../../../components/states";
import { useSorted } from "../../../components/table/sorting";
import { VirtualTable } from "../../../components/table/virtual-table";
import { useStore } from "../../../live/external-store";
import { texts } from "../../../texts";
import classes from "../mibs.module.css";
import { type BatchRow, batchColumns, rowOfCheck, rowOfOutcome } from "./columns";
import { FileDetail } from "./file-detail";
import { BatchHead, BatchNotices } from "./head";
import { batch } from "./store";

const keyOf = (row: BatchRow) => row.name;

/** The files of an upload: what the compiler says of them before, what became of them after. */
export function BatchView() {
  const state = useStore(batch, (whole) => whole);
  // Undefined until somebody chose or closed: a single file is open by itself.
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  const { check, outcome } = state;
  const unsorted = useMemo(
    () => (outcome ? outcome.results.map(rowOfOutcome) : (check?.files.map(rowOfCheck) ?? [])),
    [check, outcome],
  );
  const { rows, sorting } = useSorted(batchColumns, unsorted, "");
  const only = unsorted.length === 1 ? unsorted[0]?.name : undefined;
  const openName = (chosen === undefined ? only : chosen) ?? null;
  const open = rows.find((row) => row.name === openName) ?? null;
  const close = useCallback(() => {
    setChosen(null);
    return true;
  }, []);
  useHotkey("Escape", openName === null ? null : close);
  const isWaiting = state.phase === "checking" && rows.length === 0;
  return (
    <>
      <BatchHead state={state} />
      <BatchNotices state={state} />
      <div className={classes.split}>
        <section className={classes.list} aria-label={texts.mibBatch.list}>
          <VirtualTable
            id="mib-batch"
            name="mib-batch"
            label={texts.mibBatch.list}
            columns={batchColumns}
            rows={rows}
            keyOf={keyOf}
            openKey={openName}
            onOpen={(row) => setChosen(row.name)}
            sorting={sorting}
            empty={
              isWaiting ? (
                <LoadingState label={texts.mibBatch.checking(state.sent)} />
              ) : (
                <EmptyState title={texts.mibs.dropHere} />
              )
            }
          />
        </section>
        {open ? <FileDetail row={open} isDone={outcome !== null} onClose={close} /> : null}
      </div>
    </>
  );
}
