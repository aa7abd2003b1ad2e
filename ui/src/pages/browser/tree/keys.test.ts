import { describe, expect, it } from "vitest";
import { createTree, type FlatTree, ROOT, refreshVisible, rowsAdder, setExpanded } from "./flat-tree";
import { createTypeAhead, treeAct } from "./keys";

function family(): FlatTree {
  const tree = createTree();
  const rows = {
    names: ["mib-2", "interfaces", "ifNumber", "ifTable", "system"],
    arcs: ["1", "2", "1", "2", "9"],
    depths: [0, 1, 2, 2, 0],
    has_children: [1, 1, 0, 1, 1],
    kinds: [0, 0, 0, 0, 0],
    statuses: [0, 0, 0, 0, 0],
    modules: [0, 0, 0, 0, 0],
    kind_words: ["oid"],
    status_words: [""],
    module_words: ["A"],
    is_cut: false,
  };
  rowsAdder(tree, ROOT, { isWhole: true, isExpanded: true })(rows);
  refreshVisible(tree);
  return tree;
}

describe("the keys of the tree", () => {
  it("move by one, by a page and to both ends", () => {
    const tree = family();
    expect(treeAct(tree, "ArrowDown", 0, 3)).toEqual({ act: "go", row: 1 });
    expect(treeAct(tree, "ArrowUp", 0, 3)).toEqual({ act: "go", row: 0 });
    expect(treeAct(tree, "PageDown", 1, 9)).toEqual({ act: "go", row: 4 });
    expect(treeAct(tree, "End", 0, 3)).toEqual({ act: "go", row: 4 });
    expect(treeAct(tree, "ArrowDown", -1, 3)).toEqual({ act: "go", row: 0 });
  });

  it("lead right into a node and left out of it", () => {
    const tree = family();
    expect(treeAct(tree, "ArrowRight", 1, 3)).toEqual({ act: "go", row: 2 });
    expect(treeAct(tree, "ArrowRight", 2, 3)).toEqual({ act: "none" });
    expect(treeAct(tree, "ArrowLeft", 2, 3)).toEqual({ act: "go", row: 1 });
    expect(treeAct(tree, "ArrowLeft", 1, 3)).toEqual({ act: "collapse", node: 1 });
    setExpanded(tree, 1, false);
    expect(treeAct(tree, "ArrowRight", 1, 3)).toEqual({ act: "expand", node: 1 });
    setExpanded(tree, 0, false);
    expect(treeAct(tree, "ArrowLeft", 0, 3)).toEqual({ act: "none" });
  });

  it("open a node, unfold those beside it, and leave other keys alone", () => {
    const tree = family();
    expect(treeAct(tree, "Enter", 2, 3)).toEqual({ act: "open", node: 2 });
    expect(treeAct(tree, "*", 2, 3)).toEqual({ act: "siblings", nodes: [2, 3] });
    expect(treeAct(tree, "Tab", 2, 3)).toBeNull();
    expect(treeAct(createTree(), "ArrowDown", -1, 3)).toBeNull();
  });

  it("find names by their beginning, the same letter going on", () => {
    const tree = family();
    const type = createTypeAhead();
    expect(type(tree, "i", 0, 0)).toBe(1);
    expect(type(tree, "f", 1, 100)).toBe(2);
    expect(type(tree, "t", 2, 200)).toBe(3);
    expect(type(tree, "i", 1, 5_000)).toBe(2);
    expect(type(tree, "i", 2, 5_100)).toBe(3);
    expect(type(tree, "Enter", 2, 9_000)).toBeNull();
  });
});
