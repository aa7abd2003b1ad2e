import type { MibsStatus, SimulatorLogEntry, SimulatorStatus, TrapRecord, TrapsStatus } from "../api/generated";
import { createStore, type Store } from "./external-store";
import { createFeed, type Feed } from "./feed";
import { onFrame, type Stats } from "./frames";
import { RateMeter } from "./rate";
import { createThrottle } from "./throttle";

/** The one place where pushed state lives. Fed by the socket's messages, or by REST while the socket is down. */
export interface LiveState {
  simulator: SimulatorStatus | null;
  traps: TrapsStatus | null;
  stats: Stats;
  mibs: MibsStatus | null;
  /** Since when each service runs, by this browser's clock; null when it does not. */
  simulator_since_ms: number | null;
  receiver_since_ms: number | null;
}

/** What arrives; the rest is worked out here. */
export type LivePart = Partial<Pick<LiveState, "simulator" | "traps" | "stats" | "mibs">>;

export interface LiveStore {
  readonly state: Store<LiveState>;
  readonly notifications: Feed<TrapRecord>;
  readonly activity: Feed<SimulatorLogEntry>;
  readonly requestRate: RateMeter;
  readonly notificationRate: RateMeter;
  /** REST fills what the socket cannot while it is down. */
  accept(part: LivePart): void;
  forget(): void;
  close(): void;
}

export const REPAINT_MS = 250;
const KEPT_NOTIFICATIONS = 20_000;
const KEPT_ACTIVITY = 5_000;

const nothing: LiveState = {
  simulator: null,
  traps: null,
  stats: {},
  mibs: null,
  simulator_since_ms: null,
  receiver_since_ms: null,
};

function startedAt(service: SimulatorStatus | TrapsStatus, now_ms: number): number | null {
  return service.running && service.uptime_seconds !== null ? now_ms - service.uptime_seconds * 1000 : null;
}

export function readCounter(stats: Stats, module: string, name: string): number {
  const value = stats[module]?.[name];
  return typeof value === "number" ? value : 0;
}

export function createLiveStore(now_ms: () => number = Date.now): LiveStore {
  const state = createStore<LiveState>(nothing);
  const notifications = createFeed<TrapRecord>(KEPT_NOTIFICATIONS, REPAINT_MS);
  const activity = createFeed<SimulatorLogEntry>(KEPT_ACTIVITY, REPAINT_MS);
  const requestRate = new RateMeter();
  const notificationRate = new RateMeter();
  let latest = nothing;

  const repaint = createThrottle(REPAINT_MS, () => state.set(latest));

  const measure = (stats: Stats) => {
    requestRate.push(readCounter(stats, "simulator", "snmp_requests_served"), now_ms());
    notificationRate.push(readCounter(stats, "traps", "traps_received_total"), now_ms());
  };

  const accept = (part: LivePart) => {
    latest = { ...latest, ...part };
    if (part.simulator) latest.simulator_since_ms = startedAt(part.simulator, now_ms());
    if (part.traps) latest.receiver_since_ms = startedAt(part.traps, now_ms());
    if (part.stats) measure(part.stats);
    // Counters may wait for the next repaint; a service that started or stopped may not.
    if (Object.keys(part).some((key) => key !== "stats")) repaint.flush();
    else repaint.request();
  };

  const stops = [
    onFrame("full_state", ({ simulator, traps, stats, mibs }) => accept({ simulator, traps, stats, mibs })),
    onFrame("status", ({ simulator, traps }) => accept({ simulator, traps })),
    onFrame("stats", ({ data }) => accept({ stats: data })),
    onFrame("mibs", ({ mibs }) => accept({ mibs })),
    onFrame("trap", ({ trap, skipped }) => {
      notifications.push(trap);
      notifications.noteSkipped(skipped ?? 0);
    }),
    onFrame("simulator_log", ({ entry, skipped }) => {
      activity.push(entry);
      activity.noteSkipped(skipped ?? 0);
    }),
    onFrame("missed", ({ missed }) => notifications.noteSkipped(missed)),
  ];

  const forget = () => {
    repaint.cancel();
    latest = nothing;
    state.set(nothing);
    notifications.forget();
    activity.forget();
    requestRate.reset();
    notificationRate.reset();
  };

  return {
    state,
    notifications,
    activity,
    requestRate,
    notificationRate,
    accept,
    forget,
    close() {
      for (const stop of stops) stop();
      repaint.cancel();
    },
  };
}
