import { describe, expect, it } from "vitest";
import {
  childrenOf,
  childTowards,
  createTree,
  type FlatTree,
  findTyped,
  isExpanded,
  isLoaded,
  markLoaded,
  oidOf,
  placeOf,
  ROOT,
  refreshVisible,
  rowsAdder,
  setAllExpanded,
  setExpanded,
} from "./flat-tree";
import { rowsOf } from "./test-rows";

function seen(tree: FlatTree): string[] {
  refreshVisible(tree);
  return tree.visible.map((node) => `${".".repeat(tree.depths[node] ?? 0)}${tree.names[node]}`);
}

function loaded(isAllExpanded: boolean): FlatTree {
  const tree = createTree();
  const add = rowsAdder(tree, ROOT, { isWhole: true, isExpanded: isAllExpanded });
  add(rowsOf("1 iso+", ".3 org+", "..6 dod"));
  // The second piece goes on inside the branch where the first ended.
  add(rowsOf("..7 beside", ".0.9 gap", "2 joint"));
  return tree;
}

describe("the flat tree", () => {
  it("shows the first level, and what is unfolded of the rest", () => {
    const tree = loaded(false);
    expect(seen(tree)).toEqual(["iso", "joint"]);
    setExpanded(tree, 0, true);
    expect(seen(tree)).toEqual(["iso", ".org", ".gap", "joint"]);
    setAllExpanded(tree, true);
    expect(seen(tree)).toEqual(["iso", ".org", "..dod", "..beside", ".gap", "joint"]);
    setExpanded(tree, 0, false);
    expect(seen(tree)).toEqual(["iso", "joint"]);
    setExpanded(tree, 0, true);
    expect(seen(tree)).toContain("..dod");
  });

  it("knows its OIDs, its children and the way to a node", () => {
    const tree = loaded(true);
    expect(tree.names.map((_, node) => oidOf(tree, node))).toEqual(["1", "1.3", "1.3.6", "1.3.7", "1.0.9", "2"]);
    expect(childTowards(tree, ROOT, "1.3.6.1.4")).toBe(0);
    expect(childTowards(tree, 0, "1.0.9.5")).toBe(4);
    expect(childTowards(tree, 0, "1.33")).toBeNull();
    expect(placeOf(tree, 2)).toBe("A-MIB::dod");
  });

  it("takes up children that come later", () => {
    const tree = createTree();
    rowsAdder(tree, ROOT, { isWhole: false, isExpanded: false })(rowsOf("1 iso+"));
    expect(isLoaded(tree, 0)).toBe(false);
    rowsAdder(tree, 0, { isWhole: false, isExpanded: false })(rowsOf("3 org+", "9 leaf"));
    markLoaded(tree, 0);
    setExpanded(tree, 0, true);
    expect(seen(tree)).toEqual(["iso", ".org", ".leaf"]);
    expect(childrenOf(tree, 0).map((node) => oidOf(tree, node))).toEqual(["1.3", "1.9"]);
    setExpanded(tree, 2, true);
    expect(isExpanded(tree, 2)).toBe(false);
  });

  it("has modules above their nodes, whose OIDs do not know them", () => {
    const tree = createTree();
    rowsAdder(tree, ROOT, { isWhole: true, isExpanded: true })(rowsOf("A-MIB+", ".1.3.6.9 a+", "..1 b"));
    expect(placeOf(tree, 0)).toBe("A-MIB::");
    expect(oidOf(tree, 2)).toBe("1.3.6.9.1");
  });

  it("hangs rows without their parent on the next one above", () => {
    const tree = createTree();
    rowsAdder(tree, ROOT, { isWhole: true, isExpanded: true })(rowsOf("1 iso+", "...5 lost"));
    expect(seen(tree)).toEqual(["iso", ".lost"]);
  });

  it("finds what is typed among what is seen, and around the end", () => {
    const tree = loaded(true);
    refreshVisible(tree);
    expect(findTyped(tree, "B", 0)).toBe(3);
    expect(findTyped(tree, "iso", 3)).toBe(0);
    expect(findTyped(tree, "zz", 0)).toBeNull();
  });

  it("unfolds a hundred thousand nodes in one list", () => {
    const tree = createTree();
    const lines = Array.from({ length: 50_000 }, (_, index) => [`${index + 1} node${index}+`, ".1 leaf"]).flat();
    rowsAdder(tree, ROOT, { isWhole: true, isExpanded: true })(rowsOf(...lines));
    refreshVisible(tree);
    expect(tree.visible).toHaveLength(100_000);
    setAllExpanded(tree, false);
    refreshVisible(tree);
    expect(tree.visible).toHaveLength(50_000);
  });
});
