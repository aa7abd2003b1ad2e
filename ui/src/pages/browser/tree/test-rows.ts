import type { TreeRows } from "../../../api/generated";

/** For tests, rows from lines: dots for the depth, arcs, name, and a plus where there is more below. Without arcs it is a module. */
export function rowsOf(...lines: string[]): TreeRows {
  const parts = lines.map((line) => /^(\.*)([\d.]*\d)? ?([\w-]+)(\+?)$/.exec(line) ?? []);
  return {
    depths: parts.map((part) => part[1]?.length ?? 0),
    arcs: parts.map((part) => part[2] ?? ""),
    names: parts.map((part) => part[3] ?? ""),
    has_children: parts.map((part) => (part[4] ? 1 : 0)),
    kinds: parts.map((part) => (part[2] ? 0 : 1)),
    statuses: parts.map(() => 0),
    modules: parts.map((part, index) => (part[2] ? 0 : index + 1)),
    kind_words: ["oid", "module"],
    status_words: ["current"],
    module_words: ["A-MIB", ...parts.map((part) => part[3] ?? "")],
    is_cut: false,
  };
}
