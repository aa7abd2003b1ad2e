import type { AccessDocument } from "../../../../api/generated";
import type { texts } from "../../../../texts";

/** The tables of an access document (RFC 3415): which columns each has, and what a new row is. */
export type Section = keyof typeof texts.access.sections;
export type AccessColumn = keyof typeof texts.access.columns;
export type AccessRowDraft = Record<string, string>;
export type AccessDraft = Record<Section, readonly AccessRowDraft[]>;

export interface ColumnFacts {
  name: AccessColumn;
  /** One of these; free text where absent. */
  options?: readonly string[];
  /** What a new row has. */
  first: string;
}

const text = (name: AccessColumn): ColumnFacts => ({ name, first: "" });
const choice = (name: AccessColumn, ...options: [string, ...string[]]): ColumnFacts => ({
  name,
  options,
  first: options[0],
});

export const sections = {
  communities: [text("community"), text("security_name")],
  groups: [text("group"), choice("model", "v2c", "v1", "usm"), text("security_name")],
  access: [
    text("group"),
    choice("model", "any", "v1", "v2c", "usm"),
    choice("level", "noAuthNoPriv", "authNoPriv", "authPriv"),
    text("context"),
    choice("match", "exact", "prefix"),
    text("read"),
    text("write"),
    text("notify"),
  ],
  views: [text("view"), text("subtree"), choice("type", "included", "excluded"), text("mask")],
  engines: [text("context"), text("engine_id")],
} as const satisfies Record<Section, readonly ColumnFacts[]>;

export const sectionNames = Object.keys(sections) as Section[];

export function newRow(section: Section): AccessRowDraft {
  return Object.fromEntries(sections[section].map(({ name, first }) => [name, first]));
}

export function draftOf(document: AccessDocument): AccessDraft {
  const rows = (section: Section): AccessRowDraft[] =>
    (document[section] ?? []).map((row) => ({ ...newRow(section), ...row }));
  return {
    communities: rows("communities"),
    groups: rows("groups"),
    access: rows("access"),
    views: rows("views"),
    engines: rows("engines"),
  };
}

/** Rows in which nothing was typed are no rows. */
export function documentOf(draft: AccessDraft): AccessDocument {
  const isTyped = (section: Section) => (row: AccessRowDraft) =>
    sections[section].some(({ name, first }) => (row[name] ?? "") !== first);
  return Object.fromEntries(sectionNames.map((section) => [section, draft[section].filter(isTyped(section))]));
}
