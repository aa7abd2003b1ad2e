import { usePlaceOf } from "../../hash-location";

/** Where one is on the walker's page: all of it stands in the hash, so that it can be sent, reloaded and gone back to. */
export const walkerTabs = ["ask", "watch"] as const;
export type WalkerTab = (typeof walkerTabs)[number];

/** How the rows of a walk are looked at. */
export const resultViews = ["parsed", "table", "tree", "raw"] as const;
export type ResultView = (typeof resultViews)[number];

export interface Place {
  tab: WalkerTab;
  view: ResultView;
  /** The conceptual table that is looked at, as `IF-MIB::ifTable`; empty for the first. */
  table: string;
  /** What is open beside the rows: the OID of an instance, or the index of a conceptual row in its arcs. */
  row: string;
}

export const nowhere: Place = { tab: "ask", view: "parsed", table: "", row: "" };

export function readPlace(query: URLSearchParams): Place {
  return {
    tab: walkerTabs.find((known) => known === query.get("tab")) ?? nowhere.tab,
    view: resultViews.find((known) => known === query.get("view")) ?? nowhere.view,
    table: query.get("table") ?? "",
    row: query.get("row") ?? "",
  };
}

/** What is as usual is left out; colons stay readable. */
export function formatPlace(place: Place): string {
  const parts = (Object.keys(nowhere) as (keyof Place)[])
    .filter((name) => place[name] !== nowhere[name])
    .map((name) => `${name}=${encodeURIComponent(place[name]).replaceAll("%3A", ":")}`);
  return parts.length === 0 ? "/walker" : `/walker?${parts.join("&")}`;
}

export const usePlace = () => usePlaceOf(readPlace, formatPlace);
