import { usePlaceOf } from "../../hash-location";

/** Where one is in the settings: the part stands in the hash, and what the audit log is searched for. */
export const settingsGroups = {
  you: ["account"],
  snmp: ["credentials", "addresses", "notifications", "sources"],
  server: ["behaviour", "statistics", "about"],
} as const;

export type SettingsGroup = keyof typeof settingsGroups;
export type SettingsTab = (typeof settingsGroups)[SettingsGroup][number];

export const groupNames = Object.keys(settingsGroups) as SettingsGroup[];
export const settingsTabs: readonly SettingsTab[] = groupNames.flatMap((group) => [...settingsGroups[group]]);

export interface Place {
  tab: SettingsTab;
}

export const nowhere: Place = { tab: "account" };

export function readPlace(query: URLSearchParams): Place {
  return { tab: settingsTabs.find((known) => known === query.get("tab")) ?? nowhere.tab };
}

/** What is as usual is left out. */
export function formatPlace({ tab }: Partial<Place>): string {
  return tab === undefined || tab === nowhere.tab ? "/settings" : `/settings?tab=${tab}`;
}

export const usePlace = () => usePlaceOf(readPlace, formatPlace);
