import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Link } from "wouter";
import { browseCalls } from "../../api/calls";
import type { BrowseNode } from "../../api/generated";
import { keys } from "../../api/queries";
import { EmptyState, Notice, ProblemNotice, Strip } from "../../components/states";
import { ToolButton } from "../../components/tool-button";
import { formatCount } from "../../components/values/format";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import classes from "./browser.module.css";
import { Details } from "./details";
import { ExportMenu } from "./export-menu";
import { moduleOf, type Place, usePlace } from "./place";
import { Hits } from "./search/hits";
import { SearchBar } from "./search/search-bar";
import { loaders, type TreeLoader } from "./tree/loading";
import { Tree } from "./tree/tree";

const words = texts.browser;
const views = [
  { value: "oid", label: words.views.oid },
  { value: "module", label: words.views.module },
] as const;

/** Reading MIBs: the tree or what a search found, and beside it the node that is open. */
export default function Browser() {
  const [place, go] = usePlace();
  const loader = loaders[place.view];
  const noteOpened = useSought(place, loader);
  const isSearching = place.query.trim() !== "";
  const openRow = (row: number, replace: boolean) => {
    const node = loader.placeAt(row);
    noteOpened(node, place.view);
    go({ node }, { replace });
  };
  const openHit = (hit: BrowseNode) => go({ node: hit.full_name, query: "" });
  const close = () => {
    go({ node: "" });
    document.getElementById("mib-tree")?.focus();
  };
  const leaveSearch = () => {
    go({ query: "" });
    document.getElementById("mib-search")?.focus();
  };
  return (
    <div className={classes.page} data-open={place.node !== "" || undefined}>
      <section className={classes.side} aria-label={words.title}>
        <SearchBar place={place} go={go}>
          <ExportMenu place={place} />
        </SearchBar>
        {isSearching ? (
          <Hits place={place} onOpen={openHit} onBack={leaveSearch} />
        ) : (
          <>
            <div className={classes.bar}>
              <SegmentedControl
                size="xs"
                value={place.view}
                onChange={(view) => go({ view })}
                data={[...views]}
                withItemsBorders={false}
                aria-label={words.view}
              />
              <TreeTools loader={loader} />
            </div>
            <TreeNotices loader={loader} />
            <Tree
              key={place.view}
              loader={loader}
              openNode={place.node}
              onOpen={(row) => openRow(row, false)}
              onMove={(row) => openRow(row, true)}
            />
          </>
        )}
      </section>
      {place.node === "" ? (
        <div className={classes.nothing}>
          <EmptyState title={words.nothingOpen} help={words.nothingOpenHelp} />
        </div>
      ) : (
        <Details node={place.node} onClose={close} />
      )}
    </div>
  );
}

/** The tree unfolds to what is opened elsewhere: by the address, a link, a hit. */
function useSought(place: Place, loader: TreeLoader) {
  const opened = useRef("");
  const key = `${place.view} ${place.node}`;
  const module = moduleOf(place.node);
  const asked = useQuery({
    queryKey: keys.node(place.node),
    queryFn: () => browseCalls.node(place.node),
    enabled: place.node !== "" && module === null && opened.current !== key,
  });
  const oid = module === null ? asked.data?.node.oid : "";
  const home = module ?? asked.data?.node.module ?? "";
  useEffect(() => {
    void loader.ensure();
  }, [loader]);
  useEffect(() => {
    if (oid === undefined || opened.current === key) return;
    opened.current = key;
    void loader.seek(place.node === "" ? null : { oid, module: home });
  }, [place.node, oid, home, key, loader]);
  /** A row of the tree was opened: it is there, and nothing else is sought. */
  return (node: string, view: string) => {
    opened.current = `${view} ${node}`;
    void loader.seek(null);
  };
}

function TreeTools({ loader }: { loader: TreeLoader }) {
  const { reading, tree } = useStore(loader.state, (state) => state);
  return (
    <div className={classes.tools}>
      <span className={classes.count} role="status">
        {reading === null ? words.shown(formatCount(tree.visible.length)) : words.reading(formatCount(reading))}
      </span>
      <ToolButton
        id="mib-expand-all"
        icon="expand"
        label={words.expandAll}
        isBare
        disabled={reading !== null}
        onClick={() => void loader.expandAll()}
      />
      <ToolButton
        id="mib-collapse-all"
        icon="collapse"
        label={words.collapseAll}
        isBare
        onClick={() => loader.collapseAll()}
      />
    </div>
  );
}

function TreeNotices({ loader }: { loader: TreeLoader }) {
  const { failure, isCut, isFilled, tree } = useStore(loader.state, (state) => state);
  if (failure) {
    return (
      <Strip>
        <ProblemNotice title={words.treeFailed} cause={failure} onRetry={() => void loader.retry()} />
      </Strip>
    );
  }
  if (isFilled && tree.roots.length === 0) {
    return (
      <EmptyState title={words.noMibs} help={words.noHitsHelp}>
        <Link href="/mibs" className={classes.link}>
          {words.toMibs}
        </Link>
      </EmptyState>
    );
  }
  if (!isCut) return null;
  return (
    <Strip>
      <Notice kind="warning" title={words.treeCut(formatCount(tree.names.length))} />
    </Strip>
  );
}
