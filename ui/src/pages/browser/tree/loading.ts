import { readTree } from "../../../api/calls";
import { whenLeft } from "../../../api/session";
import { createStore } from "../../../live/external-store";
import { onFrame } from "../../../live/frames";
import {
  childTowards,
  createTree,
  type FlatTree,
  hasChildren,
  isExpanded,
  isLoaded,
  MODULE,
  markLoaded,
  oidOf,
  placeOf,
  ROOT,
  refreshVisible,
  rowsAdder,
  setAllExpanded,
  setExpanded,
} from "./flat-tree";

/** What of the tree is here, and what is being asked for. Each of the two views has its own, which outlives the page. */
export interface TreeState {
  tree: FlatTree;
  /** Grows with every change of the tree, which is changed in place. */
  version: number;
  isFilled: boolean;
  /** Everything is here; a limit of the server may still have cut it. */
  isWhole: boolean;
  isCut: boolean;
  /** How many nodes of everything have come so far; null while not everything is asked for. */
  reading: number | null;
  failure: unknown;
}

export type View = "oid" | "module";

const empty = (): TreeState => ({
  tree: createTree(),
  version: 0,
  isFilled: false,
  isWhole: false,
  isCut: false,
  reading: null,
  failure: null,
});

/** Where one looks first: the objects of the standards, and those of vendors below `private`. */
const FIRST_SEEN = "1.3.6.1.2.1";
const MAX_EXPANDED_KEPT = 200;
const MAX_SIBLINGS_LOADED = 100;

export type TreeLoader = ReturnType<typeof createLoader>;

function createLoader(view: View) {
  const state = createStore<TreeState>(empty());
  const pending = new Map<number, Promise<void>>();
  let whole: AbortController | null = null;

  const changed = (part: Partial<TreeState> = {}) => {
    refreshVisible(part.tree ?? state.get().tree);
    state.update((before) => ({ ...before, ...part, version: before.version + 1 }));
  };
  const fail = (failure: unknown) => state.update((before) => ({ ...before, failure }));

  async function loadInto(tree: FlatTree, node: number): Promise<void> {
    if (node !== ROOT && isLoaded(tree, node)) return;
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

  /** One request a node, however often it is asked for meanwhile. */
  function load(node: number): Promise<void> {
    const { tree } = state.get();
    const known = pending.get(node);
    if (known) return known;
    const asked = loadInto(tree, node).finally(() => pending.delete(node));
    pending.set(node, asked);
    return asked;
  }

  async function open(tree: FlatTree, node: number): Promise<void> {
    if (!hasChildren(tree, node)) return;
    await (tree === state.get().tree ? load(node) : loadInto(tree, node));
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

  async function fill(): Promise<void> {
    const tree = createTree();
    await loadInto(tree, ROOT);
    if (view === "oid") await open(tree, Math.max(await unfold(tree, FIRST_SEEN, ""), 0));
    changed({ tree, isFilled: true, isWhole: false, isCut: false, failure: null });
  }

  async function reveal(oid: string, module: string): Promise<number | null> {
    if (!state.get().isFilled) await fill();
    const { tree } = state.get();
    const node = await unfold(tree, oid, module);
    changed();
    const row = node === ROOT ? -1 : tree.visible.indexOf(node);
    return row === -1 ? null : row;
  }

  async function readWhole(isAllExpanded: boolean): Promise<FlatTree> {
    whole?.abort();
    const control = new AbortController();
    whole = control;
    const tree = createTree();
    const add = rowsAdder(tree, ROOT, { isWhole: true, isExpanded: isAllExpanded });
    let isCut = false;
    state.update((before) => ({ ...before, reading: 0 }));
    try {
      for await (const rows of readTree({ by: view, whole: "true" }, control.signal)) {
        add(rows);
        isCut = rows.is_cut;
        state.update((before) => ({ ...before, reading: tree.names.length }));
      }
      changed({ tree, isFilled: true, isWhole: true, isCut, reading: null, failure: null });
    } catch (cause) {
      state.update((before) => ({ ...before, reading: null, failure: control.signal.aborted ? null : cause }));
    }
    return tree;
  }

  /** What is unfolded stays so, as far as it is still there. */
  async function refill(): Promise<void> {
    const { tree: before, isFilled, isWhole } = state.get();
    if (!isFilled) return;
    const kept = before.visible.filter((node) => isExpanded(before, node));
    const ways = kept.map((node) => ({ oid: oidOf(before, node), module: before.modules[node] ?? "" }));
    const tree = isWhole || kept.length > MAX_EXPANDED_KEPT ? await readWhole(isWhole) : createTree();
    if (!tree.names.length) await loadInto(tree, ROOT);
    if (!isWhole) {
      for (const { oid, module } of ways) {
        const node = await unfold(tree, oid, module);
        if (node !== ROOT && oidOf(tree, node) === oid) await open(tree, node);
      }
    }
    changed({ tree, failure: null });
  }

  /** A tree that is being replaced and a way that is being unfolded in it take turns: neither loses what the other did. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(act: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(act);
    turn = mine.catch(() => {});
    return mine;
  };

  const guarded =
    <Given extends unknown[], Result>(act: (...given: Given) => Promise<Result>) =>
    (...given: Given): Promise<Result | undefined> =>
      act(...given).catch((cause: unknown) => {
        fail(cause);
        return undefined;
      });

  onFrame("mibs", () => void guarded(() => inTurn(refill))());
  whenLeft(() => {
    whole?.abort();
    state.set(empty());
  });

  return {
    state,
    retry: guarded(fill),
    ensure: guarded(async () => {
      if (!state.get().isFilled) await fill();
    }),
    expand: guarded(async (node: number) => {
      await open(state.get().tree, node);
      changed();
    }),
    collapse(node: number) {
      setExpanded(state.get().tree, node, false);
      changed();
    },
    /** All those beside a node, itself included. */
    expandSiblings: guarded(async (nodes: readonly number[]) => {
      const { tree } = state.get();
      const isNear = (node: number) => isLoaded(tree, node) || hasChildren(tree, node);
      const unloaded = nodes.filter((node) => !isLoaded(tree, node)).slice(0, MAX_SIBLINGS_LOADED);
      await Promise.all(unloaded.map(load));
      for (const node of nodes.filter(isNear)) if (isLoaded(tree, node)) setExpanded(tree, node, true);
      changed();
    }),
    expandAll: guarded(async () => {
      if (!state.get().isWhole) await readWhole(true);
      else {
        setAllExpanded(state.get().tree, true);
        changed();
      }
    }),
    collapseAll() {
      whole?.abort();
      setAllExpanded(state.get().tree, false);
      changed();
    },
    /** Unfolds the tree to a node, and returns its row; null where it is not in this tree. */
    reveal: guarded((oid: string, module: string) => inTurn(() => reveal(oid, module))),
    placeAt: (row: number) => {
      const { tree } = state.get();
      const node = tree.visible[row];
      return node === undefined ? "" : placeOf(tree, node);
    },
  };
}

export const loaders: Record<View, TreeLoader> = { oid: createLoader("oid"), module: createLoader("module") };
