import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { KeptWalk } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { keptCalls } from "../../../api/walks";
import { useHotkey } from "../../../components/keyboard";
import { EmptyState, LoadingState, ProblemNotice } from "../../../components/states";
import { FilterBar } from "../../../components/table/filter-bar";
import { VirtualTable } from "../../../components/table/virtual-table";
import { ToolButton } from "../../../components/tool-button";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import { nowhere, usePlace } from "../place";
import { keptColumns } from "./columns";
import { Compare } from "./compare";
import { KeepFiles, KeepFilesOutcome, useKeepFiles } from "./keep-files";
import classes from "./kept.module.css";
import { OpenedWalk } from "./opened";

const words = texts.kept;
const PAGE = 200;
const PAUSE_MS = 150;
const keyOf = (walk: KeptWalk) => walk.id;

/** The walks that the server keeps: found, opened, compared with each other. */
export function Kept() {
  const [{ kept, against, row }, go] = usePlace();
  useHotkey("Escape", kept === null || against !== null || row !== "" ? null : () => closeTo(go));
  if (kept !== null && against !== null) return <Compare before={kept} after={against} />;
  return (
    <div className={classes.page} data-open={kept !== null || undefined}>
      <List />
      {kept === null ? null : <OpenedWalk key={kept} id={kept} onClose={() => go({ ...nowhere, tab: "kept" })} />}
    </div>
  );
}

function List() {
  const [{ kept }, go] = usePlace();
  const [typed, setTyped] = useState("");
  const keeping = useKeepFiles();
  const [search] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const asked = useInfiniteQuery({
    queryKey: keys.keptWalks(search),
    queryFn: ({ pageParam, signal }) =>
      keptCalls.page({ search, limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) }, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const walks = useMemo(() => asked.data?.pages.flatMap((page) => page.walks) ?? [], [asked.data]);
  const total = asked.data?.pages[0]?.total ?? 0;
  return (
    <section className={classes.list} aria-label={words.title}>
      <FilterBar
        listId="kept-table"
        value={typed}
        onChange={setTyped}
        hint={words.searchHint}
        countLabel={words.count(formatCount(total), total === 1)}
      >
        <KeepFiles keeping={keeping} />
        <ToolButton icon="restart" label={words.refresh} isBare onClick={() => void asked.refetch()} />
      </FilterBar>
      <KeepFilesOutcome keeping={keeping} />
      {asked.isError ? (
        <div className={classes.notice}>
          <ProblemNotice title={words.loadFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
        </div>
      ) : null}
      <VirtualTable
        id="kept-table"
        name="kept-walks"
        label={words.title}
        columns={keptColumns}
        rows={walks}
        keyOf={keyOf}
        hasTail={false}
        openKey={kept}
        onOpen={({ id }) => go({ kept: id, row: "", facet: nowhere.facet })}
        onBack={kept === null ? undefined : () => closeTo(go)}
        onRange={(_first, last) => {
          if (asked.hasNextPage && !asked.isFetching && last >= walks.length - 20) void asked.fetchNextPage();
        }}
        empty={asked.isPending ? <LoadingState /> : <Empty isSearched={search !== ""} />}
      />
    </section>
  );
}

/** Back in the list, unless something of the walk is open that goes first. */
function closeTo(go: ReturnType<typeof usePlace>[1]): boolean {
  go({ ...nowhere, tab: "kept" });
  return true;
}

function Empty({ isSearched }: { isSearched: boolean }) {
  return isSearched ? (
    <EmptyState title={words.nothingFound} />
  ) : (
    <EmptyState title={words.empty} help={words.emptyHelp} />
  );
}
