import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { KeptWalk } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { keptCalls } from "../../../api/walks";
import { useHotkey } from "../../../components/keyboard";
import { EmptyState } from "../../../components/states";
import { SearchedList } from "../../../components/table/searched-list";
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
    <SearchedList
      id="kept-table"
      name="kept-walks"
      label={words.title}
      search={{
        value: typed,
        onChange: setTyped,
        hint: words.searchHint,
        countLabel: words.count(formatCount(total), total === 1),
      }}
      tools={
        <>
          <KeepFiles keeping={keeping} />
          <ToolButton icon="restart" label={words.refresh} isBare onClick={() => void asked.refetch()} />
        </>
      }
      notices={<KeepFilesOutcome keeping={keeping} />}
      asked={asked}
      failed={words.loadFailed}
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
      empty={<Empty isSearched={search !== ""} />}
    />
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
