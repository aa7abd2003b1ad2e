import { useMemo } from "react";
import { useHashQuery } from "../../hash-location";

/** Where one is on the page of MIBs: which list, or the module whose text is edited, and the line there. */
export const mibTabs = ["library", "notifications"] as const;
export type MibTab = (typeof mibTabs)[number];

export interface MibPlace {
  tab: MibTab;
  edit: string;
  /** Counted from 1; 0 is none. */
  line: number;
}

export function readPlace(query: URLSearchParams): MibPlace {
  const line = Number.parseInt(query.get("line") ?? "", 10);
  return {
    tab: mibTabs.find((known) => known === query.get("tab")) ?? "library",
    edit: query.get("edit") ?? "",
    line: line > 0 ? line : 0,
  };
}

/** What is as usual is left out. */
export function formatPlace({ tab = "library", edit = "", line = 0 }: Partial<MibPlace>): string {
  const parts = [
    tab === "library" ? "" : `tab=${tab}`,
    edit && `edit=${encodeURIComponent(edit)}`,
    edit && line > 0 ? `line=${line}` : "",
  ].filter(Boolean);
  return parts.length === 0 ? "/mibs" : `/mibs?${parts.join("&")}`;
}

export function useMibPlace(): MibPlace {
  const query = useHashQuery();
  return useMemo(() => readPlace(query), [query]);
}
