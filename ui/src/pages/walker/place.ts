import { usePlaceOf } from "../../hash-location";

/** Where one is on the walker's page: all of it stands in the hash, so that it can be sent, reloaded and gone back to. */
export const walkerTabs = ["ask", "watch", "kept", "jobs"] as const;
export type WalkerTab = (typeof walkerTabs)[number];

/** How the rows of a walk are looked at. */
export const resultViews = ["parsed", "table", "tree", "raw"] as const;
export type ResultView = (typeof resultViews)[number];

/** What is looked at of a kept walk. */
export const keptFacets = ["rows", "findings", "mibs"] as const;
export type KeptFacet = (typeof keptFacets)[number];

export interface Place {
  tab: WalkerTab;
  view: ResultView;
  /** The conceptual table that is looked at, as `IF-MIB::ifTable`; empty for the first. */
  table: string;
  /** What is open beside the rows: the OID of an instance, or the index of a conceptual row in its arcs. */
  row: string;
  /** The kept walk that is open, by its number; null for none. */
  kept: number | null;
  facet: KeptFacet;
  /** The later walk that it is compared with. */
  against: number | null;
  /** The ID of the job that is open. */
  job: string;
}

export const nowhere: Place = {
  tab: "ask",
  view: "parsed",
  table: "",
  row: "",
  kept: null,
  facet: "rows",
  against: null,
  job: "",
};

const numberIn = (text: string | null) => (text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);

export function readPlace(query: URLSearchParams): Place {
  return {
    tab: walkerTabs.find((known) => known === query.get("tab")) ?? nowhere.tab,
    view: resultViews.find((known) => known === query.get("view")) ?? nowhere.view,
    table: query.get("table") ?? "",
    row: query.get("row") ?? "",
    kept: numberIn(query.get("kept")),
    facet: keptFacets.find((known) => known === query.get("facet")) ?? nowhere.facet,
    against: numberIn(query.get("against")),
    job: query.get("job") ?? "",
  };
}

/** What is as usual is left out; colons stay readable. */
export function formatPlace(place: Place): string {
  const parts = (Object.keys(nowhere) as (keyof Place)[])
    .filter((name) => place[name] !== nowhere[name])
    .map((name) => `${name}=${encodeURIComponent(String(place[name])).replaceAll("%3A", ":")}`);
  return parts.length === 0 ? "/walker" : `/walker?${parts.join("&")}`;
}

export const usePlace = () => usePlaceOf(readPlace, formatPlace);
