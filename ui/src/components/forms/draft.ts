import { whenLeft } from "../../api/session";
import { createStore, type Store, useStore } from "../../live/external-store";

/**
 * What is typed into a form outlives leaving the page and reloading it, for as long as the tab is open. A community is
 * a secret: it outlives leaving the page only, and is never written to what the browser keeps.
 */
const drafts = new Map<string, Store<unknown>>();
const secrets = new Set(["community"]);
const keyOf = (name: string) => `trishul_draft_${name}`;

function recall<Draft extends object>(name: string, defaults: Draft): Draft {
  try {
    const saved: unknown = JSON.parse(sessionStorage.getItem(keyOf(name)) ?? "{}");
    const facts = saved as Partial<Record<keyof Draft, unknown>>;
    const known = (Object.keys(defaults) as (keyof Draft)[]).filter(
      (field) =>
        !secrets.has(String(field)) &&
        typeof facts[field] === typeof defaults[field] &&
        Array.isArray(facts[field]) === Array.isArray(defaults[field]),
    );
    return { ...defaults, ...Object.fromEntries(known.map((field) => [field, facts[field]])) };
  } catch {
    return defaults;
  }
}

function keep(name: string, draft: object): void {
  const open = Object.entries(draft).filter(([field]) => !secrets.has(field));
  sessionStorage.setItem(keyOf(name), JSON.stringify(Object.fromEntries(open)));
}

function draftStore<Draft extends object>(name: string, defaults: Draft): Store<Draft> {
  const known = drafts.get(name);
  if (known) return known as Store<Draft>;
  const made = createStore(recall(name, defaults));
  made.subscribe(() => keep(name, made.get()));
  drafts.set(name, made as Store<unknown>);
  return made;
}

export function useDraft<Draft extends object>(
  name: string,
  defaults: Draft,
): [Draft, (change: Partial<Draft>) => void] {
  const store = draftStore(name, defaults);
  const draft = useStore(store, (state) => state);
  return [draft, (change) => store.update((before) => ({ ...before, ...change }))];
}

/** Fills in part of a form that another page shows. */
export function changeDraft<Draft extends object>(name: string, defaults: Draft, change: Partial<Draft>): void {
  draftStore(name, defaults).update((before) => ({ ...before, ...change }));
}

/** What one user typed is not for the next. */
whenLeft(() => {
  for (const name of drafts.keys()) sessionStorage.removeItem(keyOf(name));
  drafts.clear();
});
