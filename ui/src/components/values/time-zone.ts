import { createStore } from "../../live/external-store";

/** By which clock moments are written, everywhere: that of this computer, or UTC as most logs have it. */
export const timeZones = ["local", "utc"] as const;
export type TimeZone = (typeof timeZones)[number];

const KEY = "trishul_time_zone";

function recall(): TimeZone {
  try {
    return localStorage.getItem(KEY) === "utc" ? "utc" : "local";
  } catch {
    // Storage is refused in some private windows; this computer's time is a fine answer then.
    return "local";
  }
}

export const timeZone = createStore<TimeZone>(recall());

export function chooseTimeZone(zone: TimeZone): void {
  timeZone.set(zone);
  localStorage.setItem(KEY, zone);
}
