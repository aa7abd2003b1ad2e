import type { ReactNode } from "react";
import { texts } from "../../texts";
import { EmptyState, LoadingState, ProblemNotice, Strip } from "../states";
import { FilterBar, type FilterBarProps } from "./filter-bar";
import classes from "./searched-list.module.css";
import { VirtualTable, type VirtualTableProps } from "./virtual-table";

interface SearchedListProps<Row> extends VirtualTableProps<Row> {
  search: Omit<FilterBarProps, "listId" | "children">;
  /** Beside the search: what can be done with the list. */
  tools?: ReactNode;
  /** Above the rows: what is said about them. */
  notices?: ReactNode;
  /** How it went to ask for the rows. */
  asked: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  failed: string;
  /** With another one the rows are another list, which is seen from its beginning. */
  listKey?: string;
  /** There are rows, of which the search leaves none. */
  hasHidden?: boolean;
}

/** The body of a page that is a list: its search, what is said about it, its rows, and words where there are none. */
export function SearchedList<Row extends object>(props: SearchedListProps<Row>) {
  const { search, tools, notices, asked, failed, listKey, hasHidden, empty, ...table } = props;
  return (
    <section className={classes.list} aria-label={table.label}>
      <FilterBar listId={table.id} {...search}>
        {tools}
      </FilterBar>
      {notices}
      {asked.isError ? (
        <Strip>
          <ProblemNotice title={failed} cause={asked.error} onRetry={() => void asked.refetch()} />
        </Strip>
      ) : null}
      <VirtualTable
        key={listKey}
        {...table}
        empty={hasHidden ? <EmptyState title={texts.table.nothingMatches} /> : emptyOf(asked, empty)}
      />
    </section>
  );
}

/** Nothing is said to be missing so long as it is not known. */
function emptyOf({ isPending, isError }: { isPending: boolean; isError: boolean }, empty: ReactNode): ReactNode {
  if (isPending) return <LoadingState />;
  return isError ? null : empty;
}
