import { readTree } from "../../../api/calls";
import {
  childrenOf,
  childTowards,
  type FlatTree,
  hasChildren,
  isExpanded,
  isLoaded,
  MODULE,
  markLoaded,
  oidOf,
  ROOT,
  rowsAdder,
  setExpanded,
} from "./flat-tree";

export type View = "oid" | "module";
export type TreeReader = ReturnType<typeof createReader>;

/** Rows of one order of the tree, asked for where a tree does not have them yet. Which tree is shown is `loading`'s. */
export function createReader(view: View) {
  const asked = new WeakMap<FlatTree, Map<number, Promise<void>>>();

  async function read(tree: FlatTree, node: number): Promise<void> {
    const isModule = node !== ROOT && tree.kinds[node] === MODULE;
    const about = isModule
      ? { module: tree.modules[node] ?? "" }
      : node === ROOT
        ? {}
        : { root_oid: oidOf(tree, node) };
    const add = rowsAdder(tree, node, { isWhole: isModule, isExpanded: false });
    for await (const rows of readTree({ by: view, ...about })) add(rows);
    if (node !== ROOT) markLoaded(tree, node);
  }

  /** One request for a node of a tree, however often it is asked for meanwhile. */
  function load(tree: FlatTree, node: number): Promise<void> {
    if (node !== ROOT && isLoaded(tree, node)) return Promise.resolve();
    const pending = asked.get(tree) ?? new Map<number, Promise<void>>();
    asked.set(tree, pending);
    const known = pending.get(node);
    if (known) return known;
    const made = read(tree, node).finally(() => pending.delete(node));
    pending.set(node, made);
    return made;
  }

  async function open(tree: FlatTree, node: number): Promise<void> {
    if (!hasChildren(tree, node)) return;
    await load(tree, node);
    setExpanded(tree, node, true);
  }

  /** Unfolds the way to an OID; returns the node there, or the last one that is known on the way. */
  async function unfold(tree: FlatTree, oid: string, module: string): Promise<number> {
    let at = ROOT;
    if (view === "module") {
      at = tree.roots.find((node) => tree.modules[node] === module) ?? ROOT;
      if (at === ROOT || oid === "") return at;
      await open(tree, at);
    }
    for (let next = childTowards(tree, at, oid); next !== null; next = childTowards(tree, at, oid)) {
      at = next;
      if (oidOf(tree, at) === oid) break;
      await open(tree, at);
    }
    return at;
  }

  /** Unfolds what is unfolded in the tree before, as far as it is in both. */
  async function openAlike(tree: FlatTree, before: FlatTree): Promise<void> {
    const stepTo = (within: FlatTree, node: number) => within.arcs[node] || within.names[node];
    const waiting = [{ above: ROOT, aboveBefore: ROOT }];
    for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
      const known = new Map(childrenOf(before, pair.aboveBefore).map((node) => [stepTo(before, node), node]));
      for (const node of childrenOf(tree, pair.above)) {
        const same = known.get(stepTo(tree, node));
        if (same === undefined || !isExpanded(before, same)) continue;
        await open(tree, node);
        waiting.push({ above: node, aboveBefore: same });
      }
    }
  }

  return { load, open, openAlike, unfold };
}
