import { describe, expect, it } from "vitest";
import { goesOn, SPAN_S, trafficOf, withPoint } from "./traffic";

const history = { now: 1_000, interval_s: 5, times: [990, 995], requests_per_s: [1, 2], notifications_per_s: [0, 3] };

describe("the traffic of the last minutes", () => {
  it("is told by this browser's clock, however wrong that is", () => {
    expect(trafficOf(history, 400).times).toEqual([390, 395]);
  });

  it("goes on with what is pushed, and forgets what is too old", () => {
    const traffic = withPoint(trafficOf(history, 1_000), 992 + SPAN_S, 7, 8);
    expect(traffic).toEqual({ times: [995, 992 + SPAN_S], requests: [2, 7], notifications: [3, 8] });
    expect(withPoint(traffic, 10_000, 0, 0).times).toEqual([10_000]);
  });

  it("is asked for anew after a long sleep, and when the clock was set forward or back", () => {
    const traffic = trafficOf(history, 1_000);
    expect([995, 1_055, 1_056, 994, -3_000].map((now_s) => goesOn(traffic, now_s))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(goesOn({ times: [], requests: [], notifications: [] }, 0)).toBe(true);
  });

  it("takes nothing that is not later than what it has", () => {
    const traffic = trafficOf(history, 1_000);
    expect(withPoint(traffic, 995, 9, 9)).toBe(traffic);
  });
});
