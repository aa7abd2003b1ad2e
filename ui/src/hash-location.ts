import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { BaseLocationHook } from "wouter";

/**
 * The place in the application is the hash alone: `#traps` is the path /traps for the router, and what stands behind a
 * question mark, as in `#browser?node=ifDescr`, is the page's own.
 */
const readHash = () => window.location.hash.replace(/^#\/?/, "");
const readPath = () => `/${readHash().split("?", 1)[0] ?? ""}`;
const readQuery = () => readHash().split("?").slice(1).join("?");

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/** Goes to a path with its query; replaced, it is no step that "back" leads to. */
export function navigate(path: string, options?: { replace?: boolean }): void {
  const hash = formatHash(path);
  if (hash === window.location.hash) return;
  if (!options?.replace) {
    window.location.hash = hash;
    return;
  }
  window.history.replaceState(window.history.state, "", hash);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

export const useHashLocation: BaseLocationHook = () => [useSyncExternalStore(subscribe, readPath), navigate];

/** What the hash says behind its question mark. */
export function useHashQuery(): URLSearchParams {
  const query = useSyncExternalStore(subscribe, readQuery);
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
