import type { AgentObject, AgentObjects } from "../../../../api/generated";

/** What is loaded of an agent's objects, in the order of their OIDs, and where the next page begins. */
export interface LoadedObjects {
  rows: readonly AgentObject[];
  /** Null at the end. */
  next: string | null;
  total: number;
  state: string;
  error: string | null;
}

export const nothingLoaded: LoadedObjects = { rows: [], next: "", total: 0, state: "loaded", error: null };

/** Numbers of an OID are compared one by one: 1.10 comes after 1.9. */
export function compareOids(one: string, other: string): number {
  const ones = one.split(".");
  const others = other.split(".");
  for (let at = 0; at < Math.min(ones.length, others.length); at += 1) {
    const difference = Number(ones[at]) - Number(others[at]);
    if (difference !== 0) return difference;
  }
  return ones.length - others.length;
}

/** One page more at the end. */
export function withPage(before: LoadedObjects, page: AgentObjects): LoadedObjects {
  const { total, state, error, next } = page;
  return { rows: [...before.rows, ...page.objects], next, total, state, error };
}

/**
 * The rows behind `after` as they are now. As far as the page reaches it takes the place of what was there, because rows
 * may have come or gone; a value that is as before keeps its row, so that nothing is drawn anew for it.
 */
export function withFresh(before: LoadedObjects, after: string, page: AgentObjects): LoadedObjects {
  const known = new Map(before.rows.map((row) => [row.oid, row]));
  const fresh = page.objects.map((row) => {
    const old = known.get(row.oid);
    return old && isSame(old, row) ? old : row;
  });
  const reach = page.next;
  const first = after === "" ? 0 : before.rows.findIndex((row) => compareOids(row.oid, after) > 0);
  const head = first === -1 ? before.rows : before.rows.slice(0, first);
  const tail = reach === null ? [] : before.rows.filter((row) => compareOids(row.oid, reach) > 0);
  return { ...before, total: page.total, state: page.state, error: page.error, rows: [...head, ...fresh, ...tail] };
}

function isSame(one: AgentObject, other: AgentObject): boolean {
  return (
    one.value === other.value &&
    one.display === other.display &&
    one.type === other.type &&
    one.overridden === other.overridden &&
    one.set_by_manager === other.set_by_manager
  );
}
