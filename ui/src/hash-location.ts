import { useCallback, useMemo } from "react";
import type { BaseLocationHook } from "wouter";
import { createStore, useStore } from "./live/external-store";

/**
 * The place in the application is the hash alone: `#traps` is the path /traps for the router, and what stands behind a
 * question mark, as in `#browser?node=ifDescr`, is the page's own. What is shown follows the address bar, unless somebody
 * who guards what was typed wants it to stay: then the address goes back to what is shown.
 */
const shown = createStore(window.location.hash);
const hashOf = (address: string) => address.replace(/^#\/?/, "");
export const pathOf = (hash: string) => `/${hashOf(hash).split("?", 1)[0] ?? ""}`;
export const queryOf = (hash: string) => hashOf(hash).split("?").slice(1).join("?");

/** Says whether one may leave what is shown for another hash. Who says no asks, and goes there later. */
export type MayLeave = (from: string, to: string, by: "page" | "browser") => boolean;
let mayLeave: MayLeave = () => true;

export function guardLeaving(guard: MayLeave): void {
  mayLeave = guard;
}

function follow(): void {
  const next = window.location.hash;
  if (next === shown.get()) return;
  if (mayLeave(shown.get(), next, "browser")) shown.set(next);
  else window.history.pushState(window.history.state, "", shown.get() || "#");
}

window.addEventListener("hashchange", follow);

/** Goes to a path with its query; replaced, it is no step that "back" leads to. */
export function navigate(path: string, options?: { replace?: boolean }): void {
  const hash = formatHash(path);
  if (hash === window.location.hash || !mayLeave(shown.get(), hash, "page")) return;
  if (options?.replace) window.history.replaceState(window.history.state, "", hash);
  else window.location.hash = hash;
  shown.set(hash);
}

export const useHashLocation: BaseLocationHook = () => [useStore(shown, pathOf), navigate];

/** What the hash says behind its question mark. */
export function useHashQuery(): URLSearchParams {
  const query = useStore(shown, queryOf);
  return useMemo(() => new URLSearchParams(query), [query]);
}

export type Go<Place> = (change: Partial<Place>, options?: { replace?: boolean }) => void;

/** Where one is on a page, by what stands behind the question mark, and the way to go elsewhere on it. */
export function usePlaceOf<Place>(
  read: (query: URLSearchParams) => Place,
  format: (place: Place) => string,
): [Place, Go<Place>] {
  const query = useHashQuery();
  const place = useMemo(() => read(query), [read, query]);
  const go = useCallback<Go<Place>>(
    (change, options) => navigate(format({ ...read(query), ...change }), options),
    [read, format, query],
  );
  return [place, go];
}

export const formatHash = (path: string) => `#${path.replace(/^\//, "")}`;
