import { expect, it } from "vitest";
import {
  broughtTo,
  emptyHistory,
  MOST_ROUNDS,
  MOST_SERIES,
  type Outcome,
  summaryOf,
  withoutSeries,
  withRound,
  withSeries,
} from "./history";

const words = { notANumber: (type: string) => `no number: ${type}` };
const octets = { key: "a", label: "ifInOctets.1", device: "r1", type: "Counter32" };
const load = { key: "b", label: "load.1", device: "r1", type: "Gauge32" };
const said = (type: string, at_s: number, value: bigint): Outcome => ({
  type,
  reading: { at_s, value, uptime: null },
});
const round = (...outcomes: [string, Outcome][]) => new Map(outcomes);

it("draws counters from their second round on, and gaps where nothing came", () => {
  let history = withSeries(emptyHistory, octets);
  history = withRound(history, 100, round(["a", said("Counter32", 1, 10n)]), words);
  history = withSeries(history, load);
  history = withRound(history, 102, round(["a", said("Counter32", 3, 30n)], ["b", said("Gauge32", 3, 5n)]), words);
  history = withRound(history, 104, round(["a", { failure: "silent" }]), words);
  expect(history.times).toEqual([100, 102, 104]);
  expect(history.series.map(({ points }) => points)).toEqual([
    [null, 10, null],
    [null, 5, null],
  ]);
  expect(history.series.map(({ failure }) => failure)).toEqual(["silent", null]);
  expect(summaryOf({ points: [null, 10, 20] })).toEqual({ now: 20, least: 10, most: 20, average: 15 });
});

it("says of what is no number that it is none", () => {
  const history = withRound(
    withSeries(emptyHistory, load),
    1,
    round(["b", { type: "OCTET STRING", reading: { at_s: 1, value: 0n, uptime: null } }]),
    words,
  );
  expect(history.series[0]?.failure).toBe("no number: OCTET STRING");
});

it("moves what is drawn back where the clock was set back, so that times go on", () => {
  const drawn = { ...emptyHistory, times: [1_000, 1_002, 1_004] };
  expect(broughtTo(1_004.5, drawn, 2)).toBe(drawn);
  expect(broughtTo(400, drawn, 2).times).toEqual([394, 396, 398]);
  expect(broughtTo(1_004, drawn, 2).times).toEqual([998, 1_000, 1_002]);
  expect(broughtTo(400, emptyHistory, 2)).toBe(emptyHistory);
});

it("has bounds in rounds and in series, and forgets its times with the last series", () => {
  let history = withSeries(emptyHistory, octets);
  for (let at_s = 0; at_s < MOST_ROUNDS + 5; at_s += 1) history = withRound(history, at_s, round(), words);
  expect([history.times.length, history.times[0], history.series[0]?.points.length]).toEqual([
    MOST_ROUNDS,
    5,
    MOST_ROUNDS,
  ]);
  for (let more = 0; more < MOST_SERIES; more += 1) history = withSeries(history, { ...load, key: String(more) });
  expect(history.series).toHaveLength(MOST_SERIES);
  expect(withoutSeries(withSeries(emptyHistory, load), "b")).toBe(emptyHistory);
});
