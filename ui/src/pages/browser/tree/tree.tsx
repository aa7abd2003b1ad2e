import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Icon } from "../../../components/icon";
import { isPlainKey, useHotkey } from "../../../components/keyboard";
import { LoadingState } from "../../../components/states";
import { useFixedRows } from "../../../components/table/use-fixed-rows";
import { useStore } from "../../../live/external-store";
import { texts } from "../../../texts";
import { KindIcon, StatusMark } from "../kinds";
import { childrenOf, type FlatTree, hasChildren, isExpanded, oidOf, ROOT } from "./flat-tree";
import { createTypeAhead, treeAct } from "./keys";
import type { TreeLoader } from "./loading";
import classes from "./tree.module.css";

const words = texts.browser;
const ROW_PX = 26;
const INDENT_PX = 16;
export const TREE_ID = "mib-tree";

interface TreeProps {
  loader: TreeLoader;
  openNode: string;
  onOpen: (row: number) => void;
  /** The keys moved on while something was open. */
  onMove: (row: number) => void;
}

/** The tree of names: only rows in view exist in the page, and the tree keeps the focus for all of them. */
export function Tree({ loader, openNode, onOpen, onMove }: TreeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { tree, isFilled, found } = useStore(loader.state, (state) => state);
  const [active, setActive] = useState(-1);
  const { virtualizer, items } = useFixedRows(scroller, tree.visible.length, ROW_PX);
  const [typeAhead] = useState(createTypeAhead);

  const latest = useRef(virtualizer);
  latest.current = virtualizer;
  useEffect(() => {
    const row = found === null ? -1 : loader.state.get().tree.visible.indexOf(found.node);
    if (row === -1) return;
    setActive(row);
    latest.current.scrollToIndex(row, { align: "auto" });
  }, [found, loader]);
  const enter = () => scroller.current?.focus();
  useHotkey("ArrowDown", enter);

  const goTo = (row: number) => {
    setActive(row);
    virtualizer.scrollToIndex(row, { align: "auto" });
    if (openNode !== "") onMove(row);
  };
  const toggle = (node: number) => {
    // The row that one is on is kept by what it is, not by its number.
    const kept = tree.visible[active];
    const settle = () => setActive(kept === undefined ? -1 : loader.state.get().tree.visible.indexOf(kept));
    if (isExpanded(tree, node)) loader.collapse(node);
    else void loader.expand(node).then(settle);
    settle();
  };
  const handleKey = (event: KeyboardEvent) => {
    if (!isPlainKey(event.nativeEvent)) return;
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW_PX) / ROW_PX) - 1);
    const typedRow = typeAhead(tree, event.key, active, event.timeStamp);
    if (typedRow !== null) return goTo(typedRow);
    const found = treeAct(tree, event.key, active, pageRows);
    if (found === null) return;
    event.preventDefault();
    if (found.act === "go") goTo(found.row);
    else if (found.act === "open") onOpen(active);
    else if (found.act === "siblings") {
      const kept = tree.visible[active];
      void loader.expandSiblings(found.nodes).then(() => {
        if (kept !== undefined) setActive(loader.state.get().tree.visible.indexOf(kept));
      });
    } else if (found.act !== "none") toggle(found.node);
  };

  return (
    <>
      {isFilled ? null : <LoadingState />}
      <div
        ref={scroller}
        id={TREE_ID}
        className={classes.tree}
        role="tree"
        aria-label={words.tree}
        aria-busy={!isFilled}
        aria-activedescendant={active === -1 ? undefined : rowId(active)}
        tabIndex={0}
        onKeyDown={handleKey}
        onFocus={() => setActive((row) => (row === -1 && tree.visible.length > 0 ? 0 : row))}
      >
        <div className={classes.rows} role="none" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => (
            <TreeRow
              key={item.key}
              tree={tree}
              row={item.index}
              top_px={item.start}
              isActive={item.index === active}
              openNode={openNode}
              placeAt={loader.placeAt}
              onActivate={(row) => {
                setActive(row);
                onOpen(row);
              }}
              onToggle={toggle}
            />
          ))}
        </div>
      </div>
    </>
  );
}

const rowId = (row: number) => `${TREE_ID}-row-${row}`;

interface TreeRowProps {
  tree: FlatTree;
  row: number;
  top_px: number;
  isActive: boolean;
  openNode: string;
  placeAt: (row: number) => string;
  onActivate: (row: number) => void;
  onToggle: (node: number) => void;
}

function TreeRow({ tree, row, top_px, isActive, openNode, placeAt, onActivate, onToggle }: TreeRowProps) {
  const node = tree.visible[row];
  if (node === undefined) return null;
  const kind = tree.kinds[node] ?? "";
  const depth = tree.depths[node] ?? 0;
  const isParent = hasChildren(tree, node);
  const isOpen = openNode !== "" && (placeAt(row) === openNode || oidOf(tree, node) === openNode);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree keeps the focus and names its active row.
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is handled by the tree.
    <div
      id={rowId(row)}
      className={classes.row}
      role="treeitem"
      aria-level={depth + 1}
      aria-setsize={childrenOf(tree, tree.parents[node] ?? ROOT).length}
      aria-posinset={(tree.positions[node] ?? 0) + 1}
      aria-expanded={isParent ? isExpanded(tree, node) : undefined}
      aria-selected={isOpen}
      data-active={isActive || undefined}
      data-gone={tree.statuses[node] === "obsolete" || undefined}
      style={{ transform: `translateY(${top_px}px)`, paddingLeft: 4 + depth * INDENT_PX }}
      onClick={() => onActivate(row)}
      onDoubleClick={() => isParent && onToggle(node)}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys do the same. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys do the same. */}
      <span
        className={classes.twist}
        data-open={isExpanded(tree, node) || undefined}
        onClick={(event) => {
          event.stopPropagation();
          if (isParent) onToggle(node);
        }}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        {isParent ? <Icon name="chevron" size={14} /> : null}
      </span>
      <KindIcon kind={kind} />
      <span className={classes.name}>{tree.names[node]}</span>
      {tree.arcs[node] ? <span className={classes.arcs}>{tree.arcs[node]}</span> : null}
      <StatusMark status={tree.statuses[node] ?? ""} />
      <span className={classes.kind}>{kind === "oid" ? "" : (words.kinds[kind] ?? kind)}</span>
    </div>
  );
}
