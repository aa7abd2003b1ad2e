import type { RateHistory } from "../../api/generated";

/** What was asked and received a second, oldest first, by this browser's clock. */
export interface Traffic {
  /** In seconds since 1970. */
  times: readonly number[];
  requests: readonly number[];
  notifications: readonly number[];
}

export const SPAN_S = 900;
export const INTERVAL_S = 5;
/** What is pushed is remembered that long. */
const REMEMBERED_S = 60;

/** The server's moments as this browser's clock has them, so that what is pushed later stands beside them. */
export function trafficOf(history: RateHistory, now_s: number): Traffic {
  const ahead_s = now_s - history.now;
  return {
    times: history.times.map((at_s) => at_s + ahead_s),
    requests: history.requests_per_s,
    notifications: history.notifications_per_s,
  };
}

/** Whether a point may follow: a page that slept longer, or whose clock was set, asks the server for all of it again. */
export function goesOn({ times }: Traffic, now_s: number): boolean {
  const last = times.at(-1) ?? now_s;
  return last <= now_s && now_s - last <= REMEMBERED_S;
}

/** With one more point, without those that are too old; a point that is not later than the last is none. */
export function withPoint(traffic: Traffic, at_s: number, requests: number, notifications: number): Traffic {
  const last = traffic.times.at(-1);
  if (last !== undefined && at_s <= last) return traffic;
  const kept = traffic.times.findIndex((one) => one > at_s - SPAN_S);
  const from = kept === -1 ? traffic.times.length : kept;
  return {
    times: [...traffic.times.slice(from), at_s],
    requests: [...traffic.requests.slice(from), requests],
    notifications: [...traffic.notifications.slice(from), notifications],
  };
}
