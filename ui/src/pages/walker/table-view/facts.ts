import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { browseCalls } from "../../../api/calls";
import type { NodeRelations, RelatedNode, ShownVarBind } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { keys, queryClient } from "../../../api/queries";

/** What the MIB library says about the conceptual tables that rows of a walk belong to. */
export interface ColumnFacts {
  oid: string;
  /** As in `IF-MIB::ifDescr`. */
  fullName: string;
  label: string;
  syntax: string;
}

export interface TableFacts {
  fullName: string;
  label: string;
  oid: string;
  /** Its own columns, then those of rows that augment its row (RFC 2578 §7.8.1). */
  columns: readonly ColumnFacts[];
  index: readonly ColumnFacts[];
}

/** `IF-MIB::ifDescr` of `IF-MIB::ifDescr.3`; null for what is no whole instance of a known object. */
export function objectOf({ name, resolved }: ShownVarBind): string | null {
  if (!resolved) return null;
  const start = name.indexOf("::") + 2;
  const end = name.indexOf(".", start);
  return start > 1 && end !== -1 ? name.slice(0, end) : null;
}

/** Collects the objects of a growing list of rows; a scalar has one instance, and its index is 0. */
export class ObjectCollector {
  private source: readonly ShownVarBind[] = [];
  private found = new Set<string>();
  private columns: readonly string[] = [];

  columnsOf(rows: readonly ShownVarBind[]): readonly string[] {
    const isGrown = this.source.length > 0 && rows.length >= this.source.length && rows[0] === this.source[0];
    if (!isGrown) this.found = new Set();
    const before = this.found.size;
    for (const row of isGrown ? rows.slice(this.source.length) : rows) {
      const object = objectOf(row);
      if (object !== null && !row.name.endsWith(".0")) this.found.add(object);
    }
    this.source = rows;
    if (!isGrown || this.found.size !== before) this.columns = [...this.found];
    return this.columns;
  }
}

const relationsOf = (name: string) =>
  queryClient.fetchQuery({ queryKey: keys.relations(name), queryFn: () => browseCalls.relations(name) });

const columnFacts = ({ oid, module, name, syntax = "" }: RelatedNode): ColumnFacts[] =>
  oid ? [{ oid, fullName: `${module}::${name}`, label: name, syntax }] : [];

const nameOf = ({ module, name }: RelatedNode) => `${module}::${name}`;

/** The tables of these columns, in their order; a base table brings the columns that augment it. */
export async function findTables(columns: readonly string[]): Promise<TableFacts[]> {
  const tables: TableFacts[] = [];
  const seen = new Set<string>();
  for (const column of columns) {
    if (seen.has(column)) continue;
    const { table, row } = await relationsUnlessGone(column);
    if (!table?.oid || !row) continue;
    const facts = await relationsOf(nameOf(row));
    const augmenting = await Promise.all((facts.augmented_by ?? []).map((one) => relationsOf(nameOf(one))));
    const own = (facts.columns ?? []).flatMap(columnFacts);
    for (const { fullName } of own) seen.add(fullName);
    tables.push({
      fullName: nameOf(table),
      label: table.name,
      oid: table.oid,
      columns: [...own, ...augmenting.flatMap((one) => (one.columns ?? []).flatMap(columnFacts))],
      index: (facts.index ?? []).flatMap(columnFacts),
    });
  }
  return tables;
}

/** A MIB may go away between the walk and the question. */
async function relationsUnlessGone(name: string): Promise<Partial<NodeRelations>> {
  try {
    return await relationsOf(name);
  } catch (cause) {
    if (Problem.from(cause).status === 404) return {};
    throw cause;
  }
}

export function useTables(rows: readonly ShownVarBind[]) {
  const collector = useRef(new ObjectCollector());
  const columns = useMemo(() => collector.current.columnsOf(rows), [rows]);
  return useQuery({
    queryKey: keys.tables(columns),
    queryFn: () => findTables(columns),
    enabled: columns.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}
