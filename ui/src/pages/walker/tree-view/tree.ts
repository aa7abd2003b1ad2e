import type { ShownVarBind } from "../../../api/generated";
import { objectOf } from "../table-view/facts";

/** The rows of a walk by their OIDs: branches, objects below them, and the instances of each. */
export interface Branch {
  oid: string;
  /** The name of an object; empty for a branch above it, whose name is asked for when it is seen. */
  name: string;
  /** Instances at and below it. */
  count: number;
  branches: readonly Branch[];
  instances: readonly ShownVarBind[];
}

/** One line of the tree as it is drawn. */
export interface TreeLine {
  oid: string;
  name: string;
  depth: number;
  count: number;
  isOpen: boolean;
  /** The instance that the line is; null for a branch. */
  varbind: ShownVarBind | null;
}

interface Group {
  oid: string;
  name: string;
  rows: ShownVarBind[];
}

const plainIndex = /^\d+(?:\.\d+)*$/;

/** The OID of the object or branch that a row is an instance of, as far as its name tells. */
function parentOf({ oid, name }: ShownVarBind, object: string | null): string {
  const suffix = object === null ? "" : name.slice(object.length + 1);
  const arcs = plainIndex.test(suffix) ? suffix.split(".").length : 1;
  return oid.split(".").slice(0, -arcs).join(".");
}

/** Neighbours of one object belong together; a text in the index is told from the object by what all of them share. */
function grouped(rows: readonly ShownVarBind[]): Group[] {
  const groups: Group[] = [];
  for (const row of rows) {
    const object = objectOf(row);
    const last = groups.at(-1);
    if (last && object !== null && last.name === object) {
      last.rows.push(row);
      if (!row.oid.startsWith(`${last.oid}.`)) last.oid = sharedPrefix(last.oid, row.oid);
      continue;
    }
    const oid = parentOf(row, object);
    if (last && object === null && last.name === "" && last.oid === oid) last.rows.push(row);
    else groups.push({ oid, name: object ?? "", rows: [row] });
  }
  return groups;
}

function sharedPrefix(a: string, b: string): string {
  const [left, right] = [a.split("."), b.split(".")];
  const end = left.findIndex((arc, place) => arc !== right[place]);
  return left.slice(0, end === -1 ? left.length : end).join(".");
}

/** The tree of rows in the order of a walk; a branch with a single branch in it is drawn as one. */
export function buildTree(rows: readonly ShownVarBind[]): Branch[] {
  return branchesOf(grouped(rows), 0);
}

function branchesOf(groups: readonly Group[], depth: number): Branch[] {
  const byArc = new Map<string, Group[]>();
  for (const group of groups) {
    const head = group.oid
      .split(".")
      .slice(0, depth + 1)
      .join(".");
    const inside = byArc.get(head);
    if (inside) inside.push(group);
    else byArc.set(head, [group]);
  }
  return [...byArc].map(([head, inside]) => branchOf(head, inside, depth));
}

function branchOf(head: string, groups: readonly Group[], depth: number): Branch {
  const [first] = groups;
  if (first && groups.length === 1) {
    return { oid: first.oid, name: first.name, count: first.rows.length, branches: [], instances: first.rows };
  }
  const here = groups.filter(({ oid }) => oid === head);
  const below = branchesOf(
    groups.filter(({ oid }) => oid !== head),
    depth + 1,
  );
  const instances = here.flatMap(({ rows }) => rows);
  const [only] = below;
  if (only && below.length === 1 && instances.length === 0) return only;
  const count = instances.length + below.reduce((sum, branch) => sum + branch.count, 0);
  return { oid: head, name: here.find(({ name }) => name !== "")?.name ?? "", count, branches: below, instances };
}

/** Branches are open and objects closed, unless they were toggled. */
export function linesOf(branches: readonly Branch[], toggled: ReadonlySet<string>, depth = 0): TreeLine[] {
  return branches.flatMap((branch) => {
    const isOpen = branch.branches.length > 0 !== toggled.has(branch.oid);
    const { oid, name, count } = branch;
    const line: TreeLine = { oid, name, depth, count, isOpen, varbind: null };
    if (!isOpen) return [line];
    const leaves = branch.instances.map(
      (varbind): TreeLine => ({
        oid: varbind.oid,
        name: varbind.name,
        depth: depth + 1,
        count: 1,
        isOpen: false,
        varbind,
      }),
    );
    return [line, ...leaves, ...linesOf(branch.branches, toggled, depth + 1)];
  });
}
