import { useSyncExternalStore } from "react";
import type { BaseLocationHook } from "wouter";

/** The place in the application is the hash alone: `#traps` is the path /traps for the router. */
const readPath = () => `/${window.location.hash.replace(/^#\/?/, "")}`;

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

export function navigate(path: string): void {
  window.location.hash = path.replace(/^\//, "");
}

export const useHashLocation: BaseLocationHook = () => [useSyncExternalStore(subscribe, readPath), navigate];

export const formatHash = (path: string) => `#${path.replace(/^\//, "")}`;
