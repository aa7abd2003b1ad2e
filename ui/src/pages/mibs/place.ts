import { useMemo } from "react";
import { useHashQuery } from "../../hash-location";

/** Where one is on the page of MIBs: the module whose text is edited, and the line there; empty in the library. */
export interface MibPlace {
  edit: string;
  /** Counted from 1; 0 is none. */
  line: number;
}

export function readPlace(query: URLSearchParams): MibPlace {
  const line = Number.parseInt(query.get("line") ?? "", 10);
  return { edit: query.get("edit") ?? "", line: line > 0 ? line : 0 };
}

export function formatPlace({ edit, line }: MibPlace): string {
  if (edit === "") return "/mibs";
  return `/mibs?edit=${encodeURIComponent(edit)}${line > 0 ? `&line=${line}` : ""}`;
}

export function useMibPlace(): MibPlace {
  const query = useHashQuery();
  return useMemo(() => readPlace(query), [query]);
}
