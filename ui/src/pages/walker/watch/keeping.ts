import { publicIdentity } from "../../../components/forms/identity";
import type { WalkRequest } from "../request";
import type { History, Series } from "./history";

/**
 * What of a watch outlives a reload of the page, in the tab's own storage: its numbers with all that was drawn of them.
 * Communities and passwords that were typed are never written there; only the community that everybody knows is.
 */
const KEY = "trishul_watch";

export interface KeptWatch {
  times: readonly number[];
  interval_s: number;
  isPaused: boolean;
  numbers: readonly KeptNumber[];
}

/** A number without the key that it had: that names who asks it. */
export interface KeptNumber extends Pick<Series, "label" | "device" | "type" | "points"> {
  request: WalkRequest;
}

export function keepWatch(
  { times, series }: History,
  requests: ReadonlyMap<string, WalkRequest>,
  { interval_s, isPaused }: Pick<KeptWatch, "interval_s" | "isPaused">,
): void {
  const numbers = series.flatMap(({ key, label, device, type, points }): KeptNumber[] => {
    const request = requests.get(key);
    return request ? [{ label, device, type, points, request: withoutSecrets(request) }] : [];
  });
  try {
    if (numbers.length === 0) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify({ times, interval_s, isPaused, numbers }));
  } catch {
    // The browser gives no room for it: then a reload ends the watch.
    sessionStorage.removeItem(KEY);
  }
}

/** What was kept, once: a watch that is forgotten later does not come back. */
export function takeKeptWatch(): KeptWatch | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as KeptWatch | null;
    return kept && Array.isArray(kept.times) && Array.isArray(kept.numbers) ? kept : null;
  } catch {
    return null;
  } finally {
    sessionStorage.removeItem(KEY);
  }
}

/** Whether a request can be asked as it is, or lacks what was typed and not kept. */
export function isComplete({ credential, version, community, level, auth_password, priv_password }: WalkRequest) {
  if (credential) return true;
  if (version !== "3") return community !== undefined;
  return (level === "noAuthNoPriv" || !!auth_password) && (level !== "authPriv" || !!priv_password);
}

function withoutSecrets(request: WalkRequest): WalkRequest {
  const { community, auth_password: _auth, priv_password: _priv, ...open } = request;
  return community === publicIdentity.community ? { ...open, community } : open;
}
