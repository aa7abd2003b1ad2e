import type { Role } from "../../api/generated";
import { usePlaceOf } from "../../hash-location";

/** Where one is in the settings: the part stands in the hash, and what the audit log is searched for. */
export const settingsGroups = {
  you: ["account", "sessions", "tokens"],
  snmp: ["credentials", "addresses", "notifications", "sources"],
  server: ["behaviour", "statistics", "users", "audit", "backup", "about"],
} as const;

export type SettingsGroup = keyof typeof settingsGroups;
export type SettingsTab = (typeof settingsGroups)[SettingsGroup][number];

export const groupNames = Object.keys(settingsGroups) as SettingsGroup[];
export const settingsTabs: readonly SettingsTab[] = groupNames.flatMap((group) => [...settingsGroups[group]]);

/** Parts that show nothing to whom the server would refuse it, nor before it is known who asks. */
const administratorsOnly: readonly SettingsTab[] = ["users", "audit", "backup"];

export function isOffered(tab: SettingsTab, role: Role | undefined): boolean {
  return role === "administrator" || !administratorsOnly.includes(tab);
}

export interface Place {
  tab: SettingsTab;
  /** What the audit log is searched for. */
  q: string;
}

export const nowhere: Place = { tab: "account", q: "" };

export function readPlace(query: URLSearchParams): Place {
  return {
    tab: settingsTabs.find((known) => known === query.get("tab")) ?? nowhere.tab,
    q: query.get("q") ?? nowhere.q,
  };
}

/** What is as usual is left out. */
export function formatPlace(part: Partial<Place>): string {
  const place = { ...nowhere, ...part };
  const parts = (Object.keys(nowhere) as (keyof Place)[])
    .filter((name) => place[name] !== nowhere[name])
    .map((name) => `${name}=${encodeURIComponent(place[name])}`);
  return parts.length === 0 ? "/settings" : `/settings?${parts.join("&")}`;
}

export const usePlace = () => usePlaceOf(readPlace, formatPlace);
