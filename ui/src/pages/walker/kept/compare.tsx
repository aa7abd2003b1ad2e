import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { KeptWalk, WalkComparison } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { type DifferenceKind, differenceKinds, keptCalls } from "../../../api/walks";
import { useHotkey } from "../../../components/keyboard";
import { EmptyState, LoadingState, Notice, ProblemNotice, Strip } from "../../../components/states";
import { FilterBar } from "../../../components/table/filter-bar";
import { VirtualTable } from "../../../components/table/virtual-table";
import { ToolButton } from "../../../components/tool-button";
import { formatCount, formatDuration, formatMoment } from "../../../components/values/format";
import { texts } from "../../../texts";
import { nowhere, usePlace } from "../place";
import { comparedColumns } from "./compared-columns";
import { type ComparedLine, comparedLines } from "./compared-lines";
import classes from "./kept.module.css";

const words = texts.compare;
const PAGE = 500;
const PAUSE_MS = 150;
const keyOf = (line: ComparedLine) => line.key;
/** How a device was and how it is: what came, what is gone, what changed, row by row of its tables. */
export function Compare({ before, after }: { before: number; after: number }) {
  const [, go] = usePlace();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const [kinds, setKinds] = useState<readonly DifferenceKind[]>(["added", "removed", "changed"]);
  const asked = useInfiniteQuery({
    queryKey: keys.comparison(before, after, search, kinds),
    queryFn: ({ pageParam, signal }) =>
      keptCalls.compare(before, { with: after, search, kinds, offset: pageParam, limit: PAGE }, signal),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const lines = useMemo(() => comparedLines(asked.data?.pages.flatMap((page) => page.differences) ?? []), [asked.data]);
  const first = asked.data?.pages[0];
  const toggle = (kind: DifferenceKind) => {
    const next = differenceKinds.filter((known) => (known === kind) !== kinds.includes(known));
    // None at all would mean any.
    if (next.length > 0) setKinds(next);
  };
  const close = () => go({ ...nowhere, tab: "kept", kept: before });
  useHotkey("Escape", close);
  return (
    <section id="kept-comparison" className={classes.opened} aria-label={words.title}>
      <header className={classes.head}>
        <div className={classes.title}>
          <h2>{words.title}</h2>
          <Side id={before} label={words.before} />
          <Side id={after} label={words.after} />
        </div>
        <span className={classes.acts}>
          <ToolButton icon="compare" label={words.swap} onClick={() => go({ kept: after, against: before })} />
          <ToolButton icon="close" label={texts.walker.closeDetail} isBare onClick={close} />
        </span>
      </header>
      {first ? <Summary comparison={first} /> : null}
      <KindChoice kinds={kinds} counts={first} onToggle={toggle} />
      <FilterBar
        listId="compare-table"
        value={typed}
        onChange={setTyped}
        hint={words.searchHint}
        countLabel={first ? words.differences(formatCount(first.total), first.total === 1) : ""}
      />
      {asked.isError ? (
        <Strip>
          <ProblemNotice title={words.failed} cause={asked.error} onRetry={() => void asked.refetch()} />
        </Strip>
      ) : null}
      <VirtualTable
        id="compare-table"
        name="compare"
        label={words.title}
        columns={comparedColumns}
        rows={lines}
        keyOf={keyOf}
        toneOf={({ kind }) => (kind === "counted" ? "dim" : undefined)}
        hasTail={false}
        onRange={(_first, last) => {
          if (asked.hasNextPage && !asked.isFetching && last >= lines.length - 40) void asked.fetchNextPage();
        }}
        empty={asked.isPending ? <LoadingState label={words.comparing} /> : <EmptyState title={words.same} />}
      />
    </section>
  );
}

interface KindChoiceProps {
  kinds: readonly DifferenceKind[];
  counts: WalkComparison | undefined;
  onToggle: (kind: DifferenceKind) => void;
}

/** Which differences are listed, and how many values there are of each. */
function KindChoice({ kinds, counts, onToggle }: KindChoiceProps) {
  return (
    <div className={classes.kinds}>
      {differenceKinds.map((kind) => (
        <ToolButton
          key={kind}
          icon={kinds.includes(kind) ? "check" : "plus"}
          label={words.kindCount(words.kinds[kind], counts ? formatCount(counts[kind]) : "")}
          isPressed={kinds.includes(kind)}
          isWordy
          onClick={() => onToggle(kind)}
        />
      ))}
    </div>
  );
}

function Side({ id, label }: { id: number; label: string }) {
  const { data } = useQuery({ queryKey: keys.keptWalk(id), queryFn: () => keptCalls.one(id) });
  return (
    <p className={classes.facts}>
      <span className={classes.side}>{label}</span> {data ? nameAndTime(data) : texts.words.loading}
    </p>
  );
}

const nameAndTime = ({ name, target, started_at }: KeptWalk) =>
  [name, target, formatMoment(started_at * 1000)].filter(Boolean).join(" · ");

function Summary({ comparison }: { comparison: WalkComparison }) {
  const { same, restarted, elapsed_s } = comparison;
  if (restarted) {
    return (
      <Strip>
        <Notice kind="warning" title={words.restarted} />
      </Strip>
    );
  }
  const apart = elapsed_s === null ? "" : words.apart(formatDuration(Math.abs(elapsed_s)));
  return (
    <p id="compare-summary" className={classes.summary}>
      {[words.sameCount(formatCount(same)), apart].filter(Boolean).join(" · ")}
    </p>
  );
}
