import { Button } from "@mantine/core";
import { useCallback, useEffect, useRef, useState } from "react";
import type { TrapRecord } from "../../api/generated";
import { CommandLine } from "../../components/copy-button";
import { useHotkey } from "../../components/keyboard";
import { EmptyState, LoadingState, Notice, ProblemNotice } from "../../components/states";
import { useRowFilter } from "../../components/table/filter";
import { FilterBar } from "../../components/table/filter-bar";
import { VirtualTable } from "../../components/table/virtual-table";
import { ToolButton } from "../../components/tool-button";
import { formatCount } from "../../components/values/format";
import { liveStore, useLive } from "../../live";
import { reachableHost, trapCommand } from "../../live/addresses";
import { useStore } from "../../live/external-store";
import { onFrame } from "../../live/frames";
import { openedNotification } from "../../live/opened";
import { fillNotifications, loadOlderNotifications, reloadNotifications, storedTotal } from "../../live/refill";
import { useSnapshot } from "../../live/use-snapshot";
import { texts } from "../../texts";
import { trapColumns } from "./columns";
import { DeleteAll } from "./delete-all";
import { Detail } from "./detail";
import { Replay } from "./replay";
import classes from "./traps.module.css";

const words = texts.traps;
const keyOf = (record: TrapRecord) => record.id;

/** The stored notifications, newest at the end, with what was chosen beside. */
export function Received() {
  const feed = useStore(liveStore.notifications.state, (state) => state);
  const total = useStore(storedTotal, (state) => state);
  const [typed, setTyped] = useState("");
  const openId = useStore(openedNotification, (state) => state);
  const setOpenId = openedNotification.set;
  const [marked, setMarked] = useState<ReadonlySet<string | number>>(new Set());
  const loading = useLoading();
  const shown = useRowFilter(trapColumns, feed.rows, typed);
  const close = useCallback(() => {
    openedNotification.set(null);
    document.getElementById("trap-table")?.focus();
    return true;
  }, []);
  useHotkey("Escape", openId === null ? null : close);
  return (
    <div className={classes.received}>
      <section className={classes.list} aria-label={words.received}>
        <FilterBar
          listId="trap-table"
          value={typed}
          onChange={setTyped}
          shown={shown.length}
          total={feed.rows.length}
          countLabel={loading.isLoadingOlder ? texts.table.loadingOlder : countLabel(feed.rows.length, total)}
        >
          {marked.size > 0 ? <Chosen marked={marked} onNone={() => setMarked(new Set())} /> : null}
          <DeleteAll total={total ?? feed.rows.length} onDeleted={() => setOpenId(null)} />
        </FilterBar>
        <Skipped count={feed.skipped} onLoad={loading.reload} />
        {loading.failure ? (
          <div className={classes.notice}>
            <ProblemNotice title={words.loadFailed} cause={loading.failure} onRetry={loading.retry} />
          </div>
        ) : null}
        <VirtualTable
          id="trap-table"
          name="traps"
          label={words.received}
          columns={trapColumns}
          rows={shown}
          keyOf={keyOf}
          openKey={openId}
          onOpen={(record) => setOpenId(record.id)}
          onBack={openId === null ? undefined : close}
          followsAtFirst
          onNearStart={loading.loadOlder}
          marks={[marked, setMarked]}
          empty={
            <NoRows hasRows={feed.rows.length > 0} isFilled={feed.is_filled} hasFailed={loading.failure !== null} />
          }
        />
      </section>
      {openId === null ? null : <Detail id={openId} onClose={close} />}
    </div>
  );
}

/** What can be done with the rows that are chosen. */
function Chosen({ marked, onNone }: { marked: ReadonlySet<string | number>; onNone: () => void }) {
  const ids = [...marked].map(Number).sort((one, other) => one - other);
  return (
    <span id="trap-chosen" className={classes.chosen}>
      {words.chosen(formatCount(ids.length))}
      <Replay ids={ids} />
      <ToolButton icon="close" label={words.chooseNone} isBare onClick={onNone} />
    </span>
  );
}

function countLabel(loaded: number, total: number | null): string {
  if (total === null || total <= loaded) return words.loaded(formatCount(loaded));
  return words.count(formatCount(loaded), formatCount(total));
}

/** The snapshot on coming here, older pages on scrolling up. */
function useLoading() {
  const snapshot = useSnapshot(fillNotifications);
  const [failure, setFailure] = useState<unknown>(null);
  const [isLoadingOlder, setLoadingOlder] = useState(false);
  const isBusy = useRef(false);
  const loadOlder = useCallback(() => {
    const { has_older } = liveStore.notifications.state.get();
    if (isBusy.current || !has_older) return;
    isBusy.current = true;
    setLoadingOlder(true);
    loadOlderNotifications()
      .then(() => setFailure(null), setFailure)
      .finally(() => {
        isBusy.current = false;
        setLoadingOlder(false);
      });
  }, []);
  useEffect(() => onFrame("mibs", () => void reloadNotifications().catch(() => {})), []);
  const reload = () => void reloadNotifications().then(() => setFailure(null), setFailure);
  const retry = () => {
    snapshot.retry();
    setFailure(null);
  };
  return { failure: failure ?? snapshot.failure, isLoadingOlder, loadOlder, reload, retry };
}

function Skipped({ count, onLoad }: { count: number; onLoad: () => void }) {
  if (count === 0) return null;
  const action = (
    <Button variant="default" size="compact-sm" onClick={onLoad}>
      {words.reload}
    </Button>
  );
  return (
    <div className={classes.notice}>
      <Notice kind="info" title={words.skipped(formatCount(count))} action={action} />
    </div>
  );
}

function NoRows({ hasRows, isFilled, hasFailed }: { hasRows: boolean; isFilled: boolean; hasFailed: boolean }) {
  const receiver = useLive((state) => state.traps);
  if (hasRows) return <EmptyState title={texts.table.nothingMatches} help={texts.table.nothingMatchesHelp} />;
  if (!isFilled) return hasFailed ? null : <LoadingState />;
  return (
    <EmptyState title={words.empty} help={receiver?.running ? words.emptyHelp : words.emptyStopped}>
      <CommandLine command={trapCommand(reachableHost(receiver?.host), receiver?.port ?? 1162)} />
    </EmptyState>
  );
}
