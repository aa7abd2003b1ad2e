import { whenLeft } from "../../api/session";
import { guardLeaving, type MayLeave, pathOf, queryOf } from "../../hash-location";
import { createStore } from "../../live/external-store";

/**
 * What was typed and is not saved, wherever it stands, and the question before it is left or lost. Edits that are kept outlive
 * going elsewhere on this tab; the others, as those of a dialog, go with what shows them.
 */
export interface Edits {
  /** What was edited, in words. */
  label: string;
  isKept: boolean;
  /** Lies over the page: only the browser leads away under it; what the page itself does is done on its behalf. */
  isOver?: boolean;
  discard: () => void;
}

interface Known extends Edits {
  /** Where it is edited; null while something else is shown. */
  place: string | null;
  /** Somebody chose to go elsewhere and keep it: that is asked once. */
  isTold: boolean;
}

export interface Question {
  edits: readonly Edits[];
  /** Some of it does not outlive going on, so that there is nothing to keep. */
  isLosing: boolean;
  /** Goes where one wanted to. */
  goOn: (keeping: boolean) => void;
}

const known = new Map<string, Known>();
export const question = createStore<Question | null>(null);

/** The parameters that say which part of a page one is on; others say how it is looked at. */
const partNames = ["tab", "agent", "rule", "edit"] as const;

export function placeOf(hash: string): string {
  const query = new URLSearchParams(queryOf(hash));
  return [pathOf(hash), ...partNames.map((name) => query.get(name) ?? "")].join(" ");
}

export function noteEdits(key: string, edits: Edits): void {
  const isTold = known.get(key)?.isTold ?? false;
  known.set(key, { ...edits, place: placeOf(window.location.hash), isTold });
}

/** Saved, or typed back to what it was. */
export function dropEdits(key: string): void {
  known.delete(key);
}

/** What shows them is gone. */
export function leaveEdits(key: string): void {
  const edits = known.get(key);
  if (edits?.isKept) known.set(key, { ...edits, place: null });
  else known.delete(key);
}

function ask(keys: readonly string[], isLosing: boolean, goOn: () => void): void {
  const asked = keys.flatMap((key) => known.get(key) ?? []);
  question.set({
    edits: asked,
    isLosing,
    goOn: (keeping) => {
      for (const edits of asked) {
        if (keeping) edits.isTold = true;
        else edits.discard();
      }
      if (!keeping) for (const key of keys) known.delete(key);
      goOn();
    },
  });
}

/** Goes on at once where nothing was typed, and otherwise when one has agreed that it is lost; null is all of it. */
export function askBeforeLosing(key: string | null, goOn: () => void): void {
  if (question.get()) return;
  const keys = key === null ? [...known.keys()] : [key].filter((one) => known.has(one));
  if (keys.length === 0) goOn();
  else ask(keys, true, goOn);
}

const mayLeave: MayLeave = (from, to, by) => {
  const here = placeOf(from);
  if (placeOf(to) === here) return true;
  const left = [...known].filter(
    ([, { place, isTold, isOver }]) => place === here && !isTold && !(isOver && by === "page"),
  );
  if (left.length === 0) return true;
  const lost = left.filter(([, { isKept }]) => !isKept);
  const asked = lost.length > 0 ? lost : left;
  ask(
    asked.map(([key]) => key),
    lost.length > 0,
    () => {
      window.location.hash = to;
    },
  );
  return false;
};

guardLeaving(mayLeave);
whenLeft(() => {
  known.clear();
  question.set(null);
});
window.addEventListener("beforeunload", (event) => {
  if (known.size > 0) event.preventDefault();
});
