import { whenLeft } from "../../api/session";
import { createStore, type Store, useStore } from "../../live/external-store";

/** What is typed into a form outlives leaving the page and reloading it, for as long as the tab is open. */
const drafts = new Map<string, Store<unknown>>();
const keyOf = (name: string) => `trishul_draft_${name}`;

function recall<Draft extends object>(name: string, defaults: Draft): Draft {
  try {
    const saved: unknown = JSON.parse(sessionStorage.getItem(keyOf(name)) ?? "{}");
    const facts = saved as Partial<Record<keyof Draft, unknown>>;
    const known = (Object.keys(defaults) as (keyof Draft)[]).filter(
      (field) =>
        typeof facts[field] === typeof defaults[field] &&
        Array.isArray(facts[field]) === Array.isArray(defaults[field]),
    );
    return { ...defaults, ...Object.fromEntries(known.map((field) => [field, facts[field]])) };
  } catch {
    return defaults;
  }
}

function draftStore<Draft extends object>(name: string, defaults: Draft): Store<Draft> {
  const known = drafts.get(name);
  if (known) return known as Store<Draft>;
  const made = createStore(recall(name, defaults));
  made.subscribe(() => sessionStorage.setItem(keyOf(name), JSON.stringify(made.get())));
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

/** Drafts may hold communities: they go with the session. */
whenLeft(() => {
  for (const name of drafts.keys()) sessionStorage.removeItem(keyOf(name));
  drafts.clear();
});
