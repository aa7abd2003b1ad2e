import type { TreeRows } from "../../../api/generated";

/**
 * The tree as parallel arrays, a node being a place in them: half a million nodes are a few numbers and shared words each,
 * and no objects. Nodes are only added; what is visible is one list of places, made anew in a few milliseconds.
 */
export interface FlatTree {
  readonly names: string[];
  /** From the parent to the node: "2", or "0.7" where the arc between has no name. */
  readonly arcs: string[];
  readonly kinds: string[];
  readonly statuses: string[];
  readonly modules: string[];
  readonly depths: number[];
  /** -1 for a node of the first level. */
  readonly parents: number[];
  /** Place among its siblings, from 0. */
  readonly positions: number[];
  readonly flags: number[];
  /** By node; null where there are none, or none are known yet. */
  readonly children: (number[] | null)[];
  readonly roots: number[];
  /** What is seen, from top to bottom. */
  visible: number[];
}

const HAS_CHILDREN = 1;
const LOADED = 2;
const EXPANDED = 4;
export const ROOT = -1;

export function createTree(): FlatTree {
  return {
    names: [],
    arcs: [],
    kinds: [],
    statuses: [],
    modules: [],
    depths: [],
    parents: [],
    positions: [],
    flags: [],
    children: [],
    roots: [],
    visible: [],
  };
}

export interface AddOptions {
  /** Levels below the first are in the rows too, down to the leaves. */
  isWhole: boolean;
  isExpanded: boolean;
}

/** Takes up the pieces of one reply, which hang on one node; to be called with each piece in turn. */
export function rowsAdder(tree: FlatTree, parent: number, { isWhole, isExpanded }: AddOptions) {
  const path = [parent];
  const baseDepth = parent === ROOT ? 0 : (tree.depths[parent] ?? 0) + 1;
  const flagsOf = (has: boolean) =>
    (has ? HAS_CHILDREN : 0) | (isWhole ? LOADED : 0) | (has && isExpanded ? EXPANDED : 0);
  return (rows: TreeRows) => {
    for (let index = 0; index < rows.names.length; index += 1) {
      // A row whose parent went away meanwhile hangs on the next one above it.
      const depth = Math.min(rows.depths[index] ?? 0, path.length - 1);
      path.length = depth + 1;
      const above = path[depth] ?? parent;
      const node = tree.names.length;
      const siblings = siblingsOf(tree, above);
      tree.names.push(rows.names[index] ?? "");
      tree.arcs.push(rows.arcs[index] ?? "");
      tree.kinds.push(rows.kind_words[rows.kinds[index] ?? 0] ?? "");
      tree.statuses.push(rows.status_words[rows.statuses[index] ?? 0] ?? "");
      tree.modules.push(rows.module_words[rows.modules[index] ?? 0] ?? "");
      tree.depths.push(baseDepth + depth);
      tree.parents.push(above);
      tree.positions.push(siblings.length);
      tree.flags.push(flagsOf(rows.has_children[index] === 1));
      tree.children.push(null);
      siblings.push(node);
      path.push(node);
    }
  };
}

function siblingsOf(tree: FlatTree, parent: number): number[] {
  if (parent === ROOT) return tree.roots;
  const known = tree.children[parent];
  if (known) return known;
  const made: number[] = [];
  tree.children[parent] = made;
  return made;
}

export const childrenOf = (tree: FlatTree, node: number): readonly number[] =>
  node === ROOT ? tree.roots : (tree.children[node] ?? []);

const has = (tree: FlatTree, node: number, flag: number) => ((tree.flags[node] ?? 0) & flag) !== 0;

export const hasChildren = (tree: FlatTree, node: number) => has(tree, node, HAS_CHILDREN);
export const isLoaded = (tree: FlatTree, node: number) => has(tree, node, LOADED) || !hasChildren(tree, node);
export const isExpanded = (tree: FlatTree, node: number) => has(tree, node, EXPANDED);

/** Says that the children of a node are known. */
export function markLoaded(tree: FlatTree, node: number): void {
  tree.flags[node] = (tree.flags[node] ?? 0) | LOADED;
}

export function setExpanded(tree: FlatTree, node: number, expanded: boolean): void {
  const flags = tree.flags[node] ?? 0;
  tree.flags[node] = expanded && hasChildren(tree, node) ? flags | EXPANDED : flags & ~EXPANDED;
}

/** Everything that is known is expanded, or nothing. */
export function setAllExpanded(tree: FlatTree, expanded: boolean): void {
  for (let node = 0; node < tree.flags.length; node += 1) setExpanded(tree, node, expanded && isLoaded(tree, node));
}

export function refreshVisible(tree: FlatTree): void {
  const visible: number[] = [];
  const waiting = tree.roots.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    visible.push(node);
    if (!isExpanded(tree, node)) continue;
    const below = tree.children[node];
    if (!below) continue;
    for (let index = below.length - 1; index >= 0; index -= 1) waiting.push(below[index] as number);
  }
  tree.visible = visible;
}

/** Put together from the arcs; empty for a module. */
export function oidOf(tree: FlatTree, node: number): string {
  const arcs: string[] = [];
  for (let at = node; at !== ROOT; at = tree.parents[at] ?? ROOT) {
    const part = tree.arcs[at];
    if (part) arcs.push(part);
  }
  return arcs.reverse().join(".");
}

export const MODULE = "module";

/** What the address says of a node: the name that a person would say, or the number where there is none. */
export function placeOf(tree: FlatTree, node: number): string {
  const module = tree.modules[node] ?? "";
  if (tree.kinds[node] === MODULE) return `${module}::`;
  return module === "" ? oidOf(tree, node) : `${module}::${tree.names[node] ?? ""}`;
}

/** The child on the way to an OID; null where none is. */
export function childTowards(tree: FlatTree, node: number, oid: string): number | null {
  const above = node === ROOT ? "" : oidOf(tree, node);
  const isOnWay = (child: number) => {
    const own = above === "" ? (tree.arcs[child] ?? "") : `${above}.${tree.arcs[child] ?? ""}`;
    return oid === own || oid.startsWith(`${own}.`);
  };
  return childrenOf(tree, node).find(isOnWay) ?? null;
}

/** The next visible row whose name begins so, from one row on and around. */
export function findTyped(tree: FlatTree, typed: string, from: number): number | null {
  const wanted = typed.toLowerCase();
  const count = tree.visible.length;
  for (let step = 0; step < count; step += 1) {
    const row = (from + step) % count;
    if (tree.names[tree.visible[row] ?? 0]?.toLowerCase().startsWith(wanted)) return row;
  }
  return null;
}
