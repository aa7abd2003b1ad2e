import { whenLeft } from "../../../../api/session";
import { createStore, useStore } from "../../../../live/external-store";
import type { AccessDraft } from "./document";

/**
 * What was changed in the access tables and not saved: it outlives the tab, the agent and the page, because it belongs to
 * all agents. Communities are secrets, so nothing of it is written to what the browser keeps.
 */
const edits = createStore<AccessDraft | null>(null);

/** Null while nothing was touched: then what is saved is shown. */
export function useAccessEdits(): [AccessDraft | null, (next: AccessDraft | null) => void] {
  return [useStore(edits, (state) => state), edits.set];
}

export const useHasAccessEdits = () => useStore(edits, (state) => state !== null);

whenLeft(() => edits.set(null));
