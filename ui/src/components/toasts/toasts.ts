import { whenLeft } from "../../api/session";
import { formatHash, navigate, pathOf } from "../../hash-location";
import { createStore } from "../../live/external-store";
import { texts } from "../../texts";

/**
 * Short messages over the page, for what the page itself does not show: what became of an act whose place is gone, and the way
 * back where there is one. The last few are kept, one that says the same takes the place of the one before.
 */
export interface Toast {
  id: number;
  title: string;
  /** A failure: it stays until it is closed. Null is a success, which goes by itself. */
  cause: unknown;
  /** What can be done about it. */
  act: { label: string; run: () => void } | null;
}

const MOST = 4;
let count = 0;
export const toasts = createStore<readonly Toast[]>([]);

function show(toast: Omit<Toast, "id">): void {
  count += 1;
  const shown = { ...toast, id: count };
  toasts.update((before) => [...before.filter(({ title }) => title !== toast.title), shown].slice(-MOST));
}

export function dismiss(id: number): void {
  toasts.update((before) => before.filter((toast) => toast.id !== id));
}

/** Something was done that is seen nowhere else. */
export function tellDone(title: string, undo?: () => Promise<unknown>): void {
  const run = () => void undo?.().catch((cause: unknown) => tellFailed(texts.toasts.undoFailed, cause, run));
  show({ title, cause: null, act: undo ? { label: texts.toasts.undo, run } : null });
}

/** Something failed, and the page that would say so is not there, or never was. */
export function tellFailed(title: string, cause: unknown, retry?: () => void): void {
  show({ title, cause, act: retry ? { label: texts.words.retry, run: retry } : null });
}

/** What came of an act that goes on while other pages are looked at: told there, with the way back to its own page. */
export function tellElsewhere(place: string, title: string, cause: unknown = null): void {
  if (isAt(place)) return;
  show({ title, cause, act: { label: texts.toasts.open, run: () => navigate(place) } });
}

const isAt = (place: string) => pathOf(window.location.hash) === pathOf(formatHash(place));

/** What failed the last time and is tried again. */
export function forgetFailed(title: string): void {
  toasts.update((before) => before.filter((toast) => toast.title !== title));
}

whenLeft(() => toasts.set([]));
