import { describe, expect, it } from "vitest";
import { RateMeter } from "./rate";

describe("a rate meter", () => {
  it("is zero before anything and just after joining", () => {
    const meter = new RateMeter();
    expect(meter.perSecond(10_000)).toBe(0);
    meter.push(5_000, 10_000);
    expect(meter.perSecond(10_000)).toBe(0);
  });

  it("is the growth a second over the last two seconds", () => {
    const meter = new RateMeter();
    for (let at = 0; at <= 4_000; at += 250) meter.push(at, at);
    expect(meter.perSecond(4_000)).toBe(1_000);
  });

  it("falls to zero when nothing more comes", () => {
    const meter = new RateMeter();
    meter.push(0, 0);
    meter.push(500, 1_000);
    expect(meter.perSecond(10_000)).toBe(0);
  });

  it("starts anew when the counters were reset", () => {
    const meter = new RateMeter();
    meter.push(900, 0);
    meter.push(0, 1_000);
    expect(meter.perSecond(1_500)).toBe(0);
  });

  it("starts anew when the clock was set back", () => {
    const meter = new RateMeter();
    meter.push(0, 90_000_000);
    meter.push(900, 1_000);
    meter.push(910, 2_000);
    expect(meter.perSecond(2_000)).toBe(5);
    expect(meter.history(2_000).every((rate) => rate >= 0)).toBe(true);
  });

  it("keeps one minute, second by second", () => {
    const meter = new RateMeter();
    for (let at = 0; at <= 200_000; at += 500) meter.push(at / 500, at);
    const history = meter.history(200_000);
    expect(history).toHaveLength(60);
    expect(new Set(history)).toEqual(new Set([2]));
  });
});
