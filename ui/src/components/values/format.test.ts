import { describe, expect, it } from "vitest";
import { formatAddress, formatCount, formatDuration, formatElapsed, formatTime } from "./format";

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

  it("puts an IPv6 address in brackets", () => {
    expect(formatAddress("::1", 161)).toBe("[::1]:161");
    expect(formatAddress("10.0.0.1", 161)).toBe("10.0.0.1:161");
  });
});
