import { describe, expect, it } from "vitest";
import { hasRestarted, pointOf, type Reading, rateOf } from "./readings";

const reading = (at_s: number, value: bigint, uptime: bigint | null = BigInt(at_s) * 100n): Reading => ({
  at_s,
  value,
  uptime,
});

describe("a counter is drawn as its rate (RFC 2578 §7.1.6)", () => {
  it.each([
    ["Counter32", reading(10, 100n), reading(12, 300n), 100],
    ["Counter32", reading(10, 4_294_967_290n), reading(12, 4n), 5],
    ["Counter32", reading(10, 4_000_000_000n, null), reading(12, 1_705_032_704n, null), 1_000_000_000],
    ["Counter64", reading(10, 18_446_744_073_709_551_000n), reading(12, 18_446_744_073_709_551_600n), 300],
  ])("%s moves on", (type, before, now, rate) => expect(rateOf(type, before, now)).toBe(rate));

  it.each([
    ["after a restart", "Counter32", reading(10, 100n, 900_000n), reading(12, 300n, 100n)],
    [
      "when it fell far and the agent has no clock",
      "Counter32",
      reading(10, 2_000_000_000n, null),
      reading(12, 5n, null),
    ],
    ["when one of 64 bits fell", "Counter64", reading(10, 500n), reading(12, 5n)],
    ["between two answers of the same moment", "Counter32", reading(10, 1n), reading(10, 2n)],
  ])("has no rate %s", (_when, type, before, now) => expect(rateOf(type, before, now)).toBeNull());

  it("has no rate before the second reading", () => expect(pointOf("Counter32", null, reading(1, 5n))).toBeNull());
});

describe("everything else is drawn as it is", () => {
  it.each([
    ["Gauge32", 7n, 7],
    ["INTEGER", -40n, -40],
    ["TimeTicks", 250n, 2.5],
  ])("%s", (type, value, point) => expect(pointOf(type, null, reading(1, value))).toBe(point));
});

it("sysUpTime at its own limit is no restart", () => {
  expect(hasRestarted(reading(10, 0n, 4_294_967_200n), reading(12, 0n, 104n))).toBe(false);
  expect(hasRestarted(reading(10, 0n, 2_000_000_000n), reading(12, 0n, 104n))).toBe(true);
});
