import { readTree } from "../../../api/calls";
import { whenLeft } from "../../../api/session";
import { createStore } from "../../../live/external-store";
import { onFrame } from "../../../live/frames";
import {
  createTree,
  type FlatTree,
  hasChildren,
  isExpanded,
  isLoaded,
  oidOf,
  placeOf,
  ROOT,
  refreshVisible,
  rowsAdder,
  setAllExpanded,
  setExpanded,
} from "./flat-tree";
import { createReader, type View } from "./reading";

/** Something that was opened elsewhere: by the address, a link, a hit. Of a module as a whole the OID is empty. */
export interface Sought {
  oid: string;
  module: string;
}

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
  /** What is to be seen and is not there yet: it is looked for in every tree that takes the place of another. */
  sought: Sought | null;
  /** Where the last one sought, or the nearest above it, is in this tree; a new object each time. */
  found: { node: number } | null;
}

const empty = (): TreeState => ({
  tree: createTree(),
  version: 0,
  isFilled: false,
  isWhole: false,
  isCut: false,
  reading: null,
  failure: null,
  sought: null,
  found: null,
});

/** Where one looks first: the objects of the standards, and those of vendors below `private`. */
const FIRST_SEEN = "1.3.6.1.2.1";
const MAX_EXPANDED_KEPT = 200;
const MAX_SIBLINGS_LOADED = 100;

export type TreeLoader = ReturnType<typeof createLoader>;

export function createLoader(view: View) {
  const state = createStore<TreeState>(empty());
  const { load, open, openAlike, unfold } = createReader(view);
  let whole: AbortController | null = null;

  const changed = (part: Partial<TreeState> = {}) => {
    refreshVisible(part.tree ?? state.get().tree);
    state.update((before) => ({ ...before, ...part, version: before.version + 1 }));
  };
  const fail = (failure: unknown) => state.update((before) => ({ ...before, failure }));

  /** Unfolds a tree to what is sought. What is not in it yet is sought on. */
  async function locate(tree: FlatTree): Promise<Partial<TreeState>> {
    const { sought } = state.get();
    if (sought === null) return {};
    const node = await unfold(tree, sought.oid, sought.module);
    if (node === ROOT || state.get().sought !== sought) return {};
    return { found: { node }, sought: oidOf(tree, node) === sought.oid ? null : sought };
  }

  /** A tree takes the place of the one before. */
  async function show(tree: FlatTree, part: Partial<TreeState>): Promise<void> {
    const located = await locate(tree);
    changed({ tree, isFilled: true, failure: null, found: null, ...part, ...located });
  }

  async function fill(): Promise<void> {
    const tree = createTree();
    await load(tree, ROOT);
    if (view === "oid") await open(tree, Math.max(await unfold(tree, FIRST_SEEN, ""), 0));
    await show(tree, { isWhole: false, isCut: false });
  }

  async function settle(): Promise<void> {
    if (!state.get().isFilled) return fill();
    changed(await locate(state.get().tree));
  }

  async function readWhole(prepare: (tree: FlatTree) => unknown): Promise<void> {
    const control = new AbortController();
    whole = control;
    const tree = createTree();
    const add = rowsAdder(tree, ROOT, { isWhole: true, isExpanded: false });
    let isCut = false;
    state.update((before) => ({ ...before, reading: 0 }));
    try {
      for await (const rows of readTree({ by: view, whole: "true" }, control.signal)) {
        add(rows);
        isCut = rows.is_cut;
        state.update((before) => ({ ...before, reading: tree.names.length }));
      }
      await prepare(tree);
      await show(tree, { isWhole: true, isCut, reading: null });
    } catch (cause) {
      state.update((before) => ({ ...before, reading: null, failure: control.signal.aborted ? null : cause }));
    }
  }

  /** What is unfolded stays so, as far as it is still there. */
  async function refill(): Promise<void> {
    const { tree: before, isFilled, isWhole } = state.get();
    if (!isFilled) return;
    const unfolded = before.visible.filter((node) => isExpanded(before, node)).length;
    if (isWhole || unfolded > MAX_EXPANDED_KEPT) return readWhole((tree) => openAlike(tree, before));
    const tree = createTree();
    await load(tree, ROOT);
    await openAlike(tree, before);
    await show(tree, { isCut: false });
  }

  const guarded =
    <Given extends unknown[]>(act: (...given: Given) => Promise<void>) =>
    (...given: Given): Promise<void> =>
      act(...given).catch(fail);

  /** Whatever puts one tree in the place of another, or unfolds a way in it, takes turns: none loses what another did. */
  let turn: Promise<void> = Promise.resolve();
  const inTurn =
    <Given extends unknown[]>(act: (...given: Given) => Promise<void>) =>
    (...given: Given): Promise<void> => {
      turn = turn.then(() => guarded(act)(...given));
      return turn;
    };

  let isRefillWaiting = false;
  const refillInTurn = inTurn(() => {
    isRefillWaiting = false;
    return refill();
  });
  onFrame("mibs", () => {
    if (isRefillWaiting) return;
    isRefillWaiting = true;
    void refillInTurn();
  });
  whenLeft(() => {
    whole?.abort();
    state.set(empty());
  });

  const settleInTurn = inTurn(settle);
  return {
    state,
    retry: inTurn(fill),
    ensure: inTurn(async () => {
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
      await Promise.all(unloaded.map((node) => load(tree, node)));
      for (const node of nodes.filter(isNear)) if (isLoaded(tree, node)) setExpanded(tree, node, true);
      changed();
    }),
    expandAll: inTurn(async () => {
      if (!state.get().isWhole) return readWhole((tree) => setAllExpanded(tree, true));
      setAllExpanded(state.get().tree, true);
      changed();
    }),
    collapseAll() {
      whole?.abort();
      setAllExpanded(state.get().tree, false);
      changed();
    },
    /** Unfolds the tree to something as soon as it is there; null where nothing is sought any more. */
    seek(sought: Sought | null): Promise<void> {
      state.update((before) => ({ ...before, sought, found: null }));
      return sought === null ? Promise.resolve() : settleInTurn();
    },
    placeAt: (row: number) => {
      const { tree } = state.get();
      const node = tree.visible[row];
      return node === undefined ? "" : placeOf(tree, node);
    },
  };
}

export const loaders: Record<View, TreeLoader> = { oid: createLoader("oid"), module: createLoader("module") };
