import { afterEach, describe, expect, it } from "vitest";
import {
  formatAddress,
  formatClock,
  formatCount,
  formatDuration,
  formatElapsed,
  formatMinute,
  formatMoment,
  formatTime,
  readMinute,
} from "./format";
import { chooseTimeZone } from "./time-zone";

afterEach(() => chooseTimeZone("local"));

describe("values as text", () => {
  it("groups digits", () => expect(formatCount(1234567)).toBe("1,234,567"));

  it.each([
    [0, "0 s"],
    [59.9, "59 s"],
    [3600, "1 h"],
    [3_723, "1 h 2 min"],
    [190_000, "2 d 4 h"],
  ])("writes %d s as %s", (duration_s, text) => expect(formatDuration(duration_s)).toBe(text));

  it.each([
    [0.00036, "360 µs"],
    [0.0123, "12.3 ms"],
    [3.21, "3.21 s"],
    [75, "1 min 15 s"],
  ])("writes an elapsed time of %d s as %s", (elapsed_s, text) => expect(formatElapsed(elapsed_s)).toBe(text));

  it("shows the date only of another day", () => {
    const at = new Date(2026, 3, 5, 14, 3, 7, 50).getTime();
    expect(formatTime(at, at)).toBe("14:03:07.050");
    expect(formatTime(at, at + 86_400_000)).toBe("2026-04-05 14:03:07.050");
  });

  it("writes and reads moments by the clock that is chosen", () => {
    const at = Date.UTC(2026, 3, 5, 23, 3, 7, 50);
    const local = formatMinute(at);
    expect(readMinute(local)).toBe(Math.floor(at / 60_000) * 60_000);
    expect(formatMoment(at)).toMatch(/ UTC[+-]\d\d:\d\d$/);
    chooseTimeZone("utc");
    expect(formatClock(at)).toBe("23:03:07");
    expect(formatMoment(at)).toBe("2026-04-05 23:03:07.050 UTC");
    expect(formatTime(at, Date.UTC(2026, 3, 6))).toBe("2026-04-05 23:03:07.050");
    expect(readMinute("2026-04-05T23:03")).toBe(Date.UTC(2026, 3, 5, 23, 3));
    expect(readMinute("")).toBeNull();
  });

  it("puts an IPv6 address in brackets", () => {
    expect(formatAddress("::1", 161)).toBe("[::1]:161");
    expect(formatAddress("10.0.0.1", 161)).toBe("10.0.0.1:161");
  });
});
