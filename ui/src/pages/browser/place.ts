import { usePlaceOf } from "../../hash-location";

/** Where one is in the browser: all of it stands in the hash, so that it can be sent, reloaded and gone back to. */
export interface Place {
  /** `IF-MIB::ifDescr`, an OID, or `IF-MIB::` for a module; empty where nothing is open. */
  node: string;
  view: "oid" | "module";
  tab: "details" | "source";
  query: string;
  /** What the search is narrowed to. */
  module: string;
  kind: string;
}

export const nowhere: Place = { node: "", view: "oid", tab: "details", query: "", module: "", kind: "" };

export function readPlace(query: URLSearchParams): Place {
  return {
    node: query.get("node") ?? "",
    view: query.get("view") === "module" ? "module" : "oid",
    tab: query.get("tab") === "source" ? "source" : "details",
    query: query.get("query") ?? "",
    module: query.get("module") ?? "",
    kind: query.get("kind") ?? "",
  };
}

/** What is as usual is left out; colons stay readable. */
export function formatPlace(place: Place): string {
  const parts = (Object.keys(nowhere) as (keyof Place)[])
    .filter((name) => place[name] !== nowhere[name])
    .map((name) => `${name}=${encodeURIComponent(place[name]).replaceAll("%3A", ":")}`);
  return parts.length === 0 ? "/browser" : `/browser?${parts.join("&")}`;
}

export const usePlace = () => usePlaceOf(readPlace, formatPlace);

/** The module of a place that is a module and no node. */
export function moduleOf(node: string): string | null {
  return node.endsWith("::") ? node.slice(0, -2) : null;
}
