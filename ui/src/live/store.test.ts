import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SimulatorStatus, TrapsStatus } from "../api/generated";
import { createLiveStore, type LiveStore, readCounter } from "./store";

const simulator = (running: boolean) => ({ running, uptime_seconds: running ? 10 : null }) as SimulatorStatus;

const traps = { running: false, uptime_seconds: null } as TrapsStatus;

function emit(type: string, detail: object) {
  window.dispatchEvent(new CustomEvent(`trishul:ws:${type}`, { detail: { type, ...detail } }));
}

describe("the live store", () => {
  let store: LiveStore;

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    store = createLiveStore();
  });

  afterEach(() => {
    store.close();
    vi.useRealTimers();
  });

  it("is filled by full_state", () => {
    emit("full_state", {
      simulator: simulator(true),
      traps,
      stats: { walker: { walks_executed: 3 } },
      mibs: { loaded: 4 },
    });
    const state = store.state.get();
    expect(state.simulator?.running).toBe(true);
    expect(state.simulator_since_ms).toBe(990_000);
    expect(state.receiver_since_ms).toBeNull();
    expect(readCounter(state.stats, "walker", "walks_executed")).toBe(3);
    expect(state.mibs).toEqual({ loaded: 4 });
  });

  it("shows a life-cycle change at once, also in the middle of a storm of counters", () => {
    emit("stats", { data: { simulator: { snmp_requests_served: 1 } } });
    emit("stats", { data: { simulator: { snmp_requests_served: 2 } } });
    emit("status", { simulator: simulator(true), traps });
    expect(store.state.get().simulator?.running).toBe(true);
  });

  it("repaints counters four times a second at most and ends with the last value", () => {
    let repaints = 0;
    store.state.subscribe(() => {
      repaints += 1;
    });
    for (let count = 1; count <= 100; count += 1) {
      emit("stats", { data: { simulator: { snmp_requests_served: count } } });
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(500);
    expect(repaints).toBeLessThanOrEqual(6);
    expect(readCounter(store.state.get().stats, "simulator", "snmp_requests_served")).toBe(100);
  });

  it("counts what was sampled away", () => {
    emit("trap", { trap: { id: 9 }, skipped: 40 });
    emit("missed", { missed: 2 });
    vi.advanceTimersByTime(250);
    expect(store.notifications.state.get()).toMatchObject({ rows: [{ id: 9 }], skipped: 42 });
  });

  it("forgets everything of a session", () => {
    emit("full_state", { simulator: simulator(true), traps, stats: {}, mibs: {} });
    emit("simulator_log", { entry: { id: 1 }, skipped: 0 });
    store.forget();
    expect(store.state.get().simulator).toBeNull();
    expect(store.activity.state.get()).toMatchObject({ rows: [], is_filled: false });
  });

  it("reads a missing counter as zero", () => {
    expect(readCounter({}, "mibs", "upload_count")).toBe(0);
    expect(readCounter({ mibs: { upload_count: null } }, "mibs", "upload_count")).toBe(0);
  });
});
