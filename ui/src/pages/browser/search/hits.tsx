import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useState } from "react";
import { Link } from "wouter";
import { browseCalls } from "../../../api/calls";
import type { BrowseNode, SearchReply } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { EmptyState, LoadingState, ProblemNotice, Strip } from "../../../components/states";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import { KindIcon, StatusMark } from "../kinds";
import type { Place } from "../place";
import classes from "./search.module.css";

const words = texts.browser;
export const HITS_ID = "mib-hits";
const PAGE = 100;
const MOST = 500;

interface HitsProps {
  place: Place;
  onOpen: (node: BrowseNode) => void;
  onBack: () => void;
}

/** What the search found, best first, each with its place in the tree. */
export function Hits({ place: { query, module, kind }, onOpen, onBack }: HitsProps) {
  const [limit, setLimit] = useState(PAGE);
  const asked = { query, limit, ...(module ? { module } : {}), ...(kind ? { type_filter: kind } : {}) };
  const found = useQuery({
    queryKey: keys.search(asked),
    // A newer search cancels the one before.
    queryFn: ({ signal }) => browseCalls.search(asked, signal),
    placeholderData: keepPreviousData,
  });
  if (found.isError) {
    return (
      <Strip>
        <ProblemNotice title={words.searchFailed} cause={found.error} onRetry={() => void found.refetch()} />
      </Strip>
    );
  }
  if (!found.data) return <LoadingState />;
  if (found.data.count === 0) return <NoHits isNarrowed={module !== "" || kind !== ""} />;
  const { results, total, is_complete } = found.data;
  return (
    <>
      <p className={classes.count} role="status">
        {words.hits(formatCount(results.length), formatCount(total), is_complete)}
      </p>
      <HitList found={found.data} query={query} onOpen={onOpen} onBack={onBack} />
      {results.length < total && limit < MOST ? (
        <Button className={classes.more ?? ""} variant="subtle" size="compact-sm" onClick={() => setLimit(MOST)}>
          {words.moreHits}
        </Button>
      ) : null}
    </>
  );
}

function NoHits({ isNarrowed }: { isNarrowed: boolean }) {
  return (
    <EmptyState title={words.noHits} help={isNarrowed ? words.noHitsNarrowed : words.noHitsHelp}>
      {isNarrowed ? null : (
        <Link href="/mibs" className={classes.link}>
          {words.toMibs}
        </Link>
      )}
    </EmptyState>
  );
}

interface HitListProps {
  found: SearchReply;
  query: string;
  onOpen: (node: BrowseNode) => void;
  onBack: () => void;
}

function HitList({ found, query, onOpen, onBack }: HitListProps) {
  const [active, setActive] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search begins at its best hit.
  useEffect(() => setActive(0), [query]);
  const last = found.results.length - 1;
  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(last, index));
    setActive(next);
    document.getElementById(hitId(next))?.scrollIntoView({ block: "nearest" });
  };
  const acts: Record<string, () => void> = {
    ArrowDown: () => goTo(active + 1),
    ArrowUp: () => (active === 0 ? document.getElementById("mib-search")?.focus() : goTo(active - 1)),
    Home: () => goTo(0),
    End: () => goTo(last),
    PageDown: () => goTo(active + 10),
    PageUp: () => goTo(active - 10),
    Enter: () => {
      const hit = found.results[active];
      if (hit) onOpen(hit);
    },
    Escape: onBack,
  };
  const handleKey = (event: KeyboardEvent) => {
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div
      id={HITS_ID}
      className={classes.hits}
      role="listbox"
      aria-label={words.results}
      aria-activedescendant={hitId(active)}
      tabIndex={0}
      onKeyDown={handleKey}
    >
      {found.results.map((hit, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the list keeps the focus and names its active hit.
        // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is handled by the list.
        <div
          key={`${hit.full_name} ${hit.oid}`}
          id={hitId(index)}
          className={classes.hit}
          role="option"
          aria-selected={index === active}
          onClick={() => onOpen(hit)}
        >
          <HitText hit={hit} path={found.paths[index] ?? []} match={found.matches[index] ?? ""} />
        </div>
      ))}
    </div>
  );
}

function HitText({ hit, path, match }: { hit: BrowseNode; path: readonly string[]; match: string }) {
  return (
    <>
      <span className={classes.hitHead}>
        <KindIcon kind={hit.type} />
        <strong className={classes.hitName}>{hit.name}</strong>
        <StatusMark status={hit.status ?? ""} />
        <span className={classes.hitModule}>{hit.module}</span>
        <span className={classes.why}>{words.matches[match] ?? ""}</span>
      </span>
      <span className={classes.path} title={`${path.join(" › ")} · ${hit.oid}`}>
        {path.slice(-4).join(" › ")} <span className="mono">{hit.oid}</span>
      </span>
      {hit.description ? <span className={classes.about}>{hit.description.split(/\s+/).join(" ")}</span> : null}
    </>
  );
}

const hitId = (index: number) => `${HITS_ID}-${index}`;
