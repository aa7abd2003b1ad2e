import { childrenOf, type FlatTree, findTyped, hasChildren, isExpanded, ROOT } from "./flat-tree";

/** What a key does in a tree (WAI-ARIA Authoring Practices, "Tree View"): where one gets, or what is done there. */
export type TreeAct =
  | { act: "go"; row: number }
  | { act: "expand" | "collapse" | "open"; node: number }
  | { act: "siblings"; nodes: readonly number[] }
  | { act: "none" };

const none: TreeAct = { act: "none" };

export function treeAct(tree: FlatTree, key: string, row: number, pageRows: number): TreeAct | null {
  const node = tree.visible[row];
  const last = tree.visible.length - 1;
  const go = (to: number): TreeAct => ({ act: "go", row: Math.max(0, Math.min(last, to)) });
  if (last < 0) return null;
  if (node === undefined) return key === "End" ? go(last) : firstKeys.has(key) ? go(0) : null;
  switch (key) {
    case "ArrowDown":
      return go(row + 1);
    case "ArrowUp":
      return go(row - 1);
    case "PageDown":
      return go(row + pageRows);
    case "PageUp":
      return go(row - pageRows);
    case "Home":
      return go(0);
    case "End":
      return go(last);
    case "ArrowRight":
      if (!hasChildren(tree, node)) return none;
      return isExpanded(tree, node) ? go(row + 1) : { act: "expand", node };
    case "ArrowLeft":
      if (isExpanded(tree, node)) return { act: "collapse", node };
      return tree.parents[node] === ROOT ? none : go(tree.visible.lastIndexOf(tree.parents[node] ?? ROOT, row));
    case "Enter":
    case " ":
      return { act: "open", node };
    case "*":
      return { act: "siblings", nodes: childrenOf(tree, tree.parents[node] ?? ROOT) };
    default:
      return null;
  }
}

const firstKeys = new Set(["ArrowDown", "ArrowUp", "Home", "PageDown", "PageUp"]);

const TYPED_WITHIN_MS = 700;

/** Letters typed one after the other lead to the next name that begins so, the same letter again to the one after; any
 * other key, or a pause, begins anew. */
export function createTypeAhead() {
  let typed = "";
  let at_ms = Number.NEGATIVE_INFINITY;
  return (tree: FlatTree, key: string, row: number, now_ms: number): number | null => {
    if (!/^[\w-]$/.test(key)) {
      typed = "";
      return null;
    }
    typed = now_ms - at_ms < TYPED_WITHIN_MS ? typed + key : key;
    at_ms = now_ms;
    const isRepeated = [...typed].every((letter) => letter === typed[0]);
    return findTyped(tree, isRepeated ? (typed[0] ?? "") : typed, isRepeated ? row + 1 : Math.max(row, 0));
  };
}
