import { Button } from "@mantine/core";
import { useCallback, useEffect, useRef, useState } from "react";
import type { TrapRecord } from "../../api/generated";
import { CommandLine } from "../../components/copy-button";
import { useDelayed } from "../../components/forms/delayed";
import { changeDraft } from "../../components/forms/draft";
import { useHotkey } from "../../components/keyboard";
import { EmptyState, LoadingState, Notice, ProblemNotice, Strip } from "../../components/states";
import { VirtualTable } from "../../components/table/virtual-table";
import { ToolButton } from "../../components/tool-button";
import { formatCount } from "../../components/values/format";
import { liveStore, useLive } from "../../live";
import { reachableHost, trapCommand } from "../../live/addresses";
import { useStore } from "../../live/external-store";
import { onFrame } from "../../live/frames";
import { fillNotifications, loadOlderNotifications, reloadNotifications, storedTotal } from "../../live/refill";
import { useSnapshot } from "../../live/use-snapshot";
import { texts } from "../../texts";
import { Chosen } from "./chosen";
import { trapColumns } from "./columns";
import { DeleteAll } from "./delete-all";
import { Detail } from "./detail";
import { ExportMenu } from "./export-menu";
import { NEW_RULE, nowhere, usePlace } from "./place";
import { newRule } from "./rules/draft";
import { draftNameOf } from "./rules/editor";
import { type Found, found, foundFeed, olderFound, search } from "./search/found";
import { SearchBar } from "./search/search-bar";
import classes from "./traps.module.css";

const words = texts.traps;
const SEARCH_PAUSE_MS = 250;
const keyOf = (record: TrapRecord) => record.id;
const toneOf = (record: TrapRecord) => (record.is_read ? undefined : "unread");

/** The stored notifications or what a search finds of them, newest at the end, with what was chosen beside. */
export function Received() {
  const total = useStore(storedTotal, (state) => state);
  const [{ q, open }, go] = usePlace();
  const [typed, setTyped] = useDelayed(q, SEARCH_PAUSE_MS, (next) => go({ q: next }, { replace: q !== "" }));
  const [marked, setMarked] = useState<ReadonlySet<string | number>>(new Set());
  const loading = useLoading();
  const searched = useSearch(q.trim());
  const isSearching = searched.query !== "";
  const feed = useStore(isSearching ? foundFeed.state : liveStore.notifications.state, (state) => state);
  const close = useCallback(() => {
    go({ open: nowhere.open });
    document.getElementById("trap-table")?.focus();
    return true;
  }, [go]);
  useHotkey("Escape", open === null ? null : close);
  const chosen = [...marked].map(Number).sort((one, other) => one - other);
  return (
    <div className={classes.received}>
      <section className={classes.list} aria-label={words.tabs.received}>
        <SearchBar
          listId="trap-table"
          typed={typed}
          found={searched}
          countLabel={loading.isLoadingOlder ? texts.table.loadingOlder : countLabel(feed.rows.length, total)}
          onType={(next) => setTyped(next)}
        >
          {chosen.length > 0 ? <Chosen ids={chosen} onNone={() => setMarked(new Set())} /> : null}
          {isSearching && !searched.problem ? (
            <ToolButton
              least="operator"
              id="rule-from-search"
              icon="plus"
              label={texts.rules.fromSearch}
              isBare
              onClick={() => {
                changeDraft(draftNameOf(null), newRule, { ...newRule, query: searched.query });
                go({ tab: "rules", rule: NEW_RULE });
              }}
            />
          ) : null}
          <ExportMenu query={searched.query} />
          <DeleteAll total={total ?? feed.rows.length} onDeleted={() => go({ open: nowhere.open })} />
        </SearchBar>
        {isSearching ? <SearchNotices searched={searched} /> : <Skipped count={feed.skipped} onLoad={loading.reload} />}
        {loading.failure ? (
          <Strip>
            <ProblemNotice title={words.loadFailed} cause={loading.failure} onRetry={loading.retry} />
          </Strip>
        ) : null}
        <VirtualTable
          // Another search is another list: it begins at its newest row.
          key={searched.query}
          id="trap-table"
          name="traps"
          label={words.tabs.received}
          columns={trapColumns}
          rows={feed.rows}
          keyOf={keyOf}
          toneOf={toneOf}
          openKey={open}
          onOpen={({ id }) => go({ open: id })}
          onBack={open === null ? undefined : close}
          followsAtFirst
          onNearStart={isSearching ? () => void olderFound() : loading.loadOlder}
          marks={[marked, setMarked]}
          empty={
            isSearching ? (
              <NothingFound searched={searched} />
            ) : (
              <NoRows isFilled={feed.is_filled} hasFailed={loading.failure !== null} />
            )
          }
        />
      </section>
      {open === null ? null : <Detail id={open} onClose={close} />}
    </div>
  );
}

/** Searches what the place says, and nothing any more when the list is left. */
function useSearch(query: string): Found {
  useEffect(() => search(query), [query]);
  useEffect(() => () => search(""), []);
  return useStore(found, (state) => state);
}

function SearchNotices({ searched: { problem, is_full, next, isLoading } }: { searched: Found }) {
  if (problem && !problem.place) {
    return (
      <Strip>
        <ProblemNotice title={texts.trapSearch.failed} cause={problem} />
      </Strip>
    );
  }
  if (is_full || next === null) return null;
  const action = (
    <Button variant="default" size="compact-sm" loading={isLoading} onClick={() => void olderFound()}>
      {texts.trapSearch.searchOn}
    </Button>
  );
  return (
    <Strip>
      <Notice kind="info" title={texts.trapSearch.notAll} action={action} />
    </Strip>
  );
}

function NothingFound({ searched: { isLoading, problem } }: { searched: Found }) {
  if (problem) return null;
  if (isLoading) return <LoadingState label={texts.trapSearch.searching} />;
  return <EmptyState title={texts.trapSearch.nothing} help={texts.trapSearch.nothingHelp} />;
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
    <Strip>
      <Notice kind="info" title={words.skipped(formatCount(count))} action={action} />
    </Strip>
  );
}

function NoRows({ isFilled, hasFailed }: { isFilled: boolean; hasFailed: boolean }) {
  const receiver = useLive((state) => state.traps);
  if (!isFilled) return hasFailed ? null : <LoadingState />;
  return (
    <EmptyState title={words.empty} help={receiver?.running ? words.emptyHelp : words.emptyStopped}>
      <CommandLine command={trapCommand(reachableHost(receiver?.host), receiver?.port ?? 1162)} />
    </EmptyState>
  );
}
