import { type KeyboardEvent, useEffect, useRef } from "react";
import { texts } from "../../texts";
import { useFixedRows } from "../table/use-fixed-rows";
import classes from "./bytes.module.css";
import type { FlatNode } from "./octets";

const words = texts.traps;
const ROW_PX = 22;

interface TreeViewProps {
  flat: readonly FlatNode[];
  hot: number;
  chosen: number;
  onHover: (index: number) => void;
  onChoose: (index: number) => void;
}

/** What the octets mean; the hot node's octets are lit in the dump. */
export function TreeView({ flat, hot, chosen, onHover, onChoose }: TreeViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { virtualizer, items } = useFixedRows(scroller, flat.length, ROW_PX);
  useEffect(() => {
    if (hot >= 0) virtualizer.scrollToIndex(hot, { align: "auto" });
  }, [hot, virtualizer]);
  const handleKey = (event: KeyboardEvent) => {
    const target = {
      ArrowDown: chosen + 1,
      ArrowUp: chosen - 1,
      ArrowLeft: flat[chosen]?.parent ?? 0,
      ArrowRight: chosen + 1,
      Home: 0,
      End: flat.length - 1,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    onChoose(Math.min(flat.length - 1, Math.max(0, target)));
  };
  return (
    <div
      ref={scroller}
      className={classes.tree}
      role="tree"
      tabIndex={0}
      aria-label={words.tree}
      aria-activedescendant={chosen >= 0 ? `ber-${chosen}` : undefined}
      onKeyDown={handleKey}
      onFocus={() => (chosen === -1 ? onChoose(0) : undefined)}
      onPointerLeave={() => onHover(-1)}
    >
      <div className={classes.sized} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const entry = flat[item.index];
          return entry ? (
            <TreeRow
              key={item.index}
              index={item.index}
              entry={entry}
              top_px={item.start}
              isHot={item.index === hot}
              isChosen={item.index === chosen}
              onHover={onHover}
              onChoose={onChoose}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}

interface TreeRowProps {
  index: number;
  entry: FlatNode;
  top_px: number;
  isHot: boolean;
  isChosen: boolean;
  onHover: (index: number) => void;
  onChoose: (index: number) => void;
}

function TreeRow({ index, entry: { node, depth }, top_px, isHot, isChosen, onHover, onChoose }: TreeRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree keeps the focus and takes the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: the tree names its chosen item by aria-activedescendant.
    <div
      id={`ber-${index}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isChosen}
      className={classes.treeRow}
      data-hot={isHot || undefined}
      data-chosen={isChosen || undefined}
      style={{ transform: `translateY(${top_px}px)`, paddingLeft: 8 + depth * 14 }}
      onPointerEnter={() => onHover(index)}
      onClick={() => onChoose(index)}
    >
      <span className={classes.nodeLabel}>{node.label}</span>
      <span className={classes.nodeType}>{node.type}</span>
      <span className={node.fault ? classes.fault : classes.nodeText} title={node.fault ?? node.text}>
        {node.fault ?? node.text}
      </span>
    </div>
  );
}
