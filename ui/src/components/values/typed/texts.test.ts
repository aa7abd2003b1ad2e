import { describe, expect, it } from "vitest";
import { dateText, readDate } from "./date-and-time";
import { kindOf, type ValueFacts } from "./facts";
import { firstText, readingOf, typedValue } from "./texts";
import { readTicks, ticksText } from "./ticks";

const facts = (base: string, part: Partial<ValueFacts> = {}): ValueFacts => ({
  base,
  name: base,
  labels: {},
  hint: "",
  ...part,
});
const ticks = facts("TimeTicks");
const mac = facts("OCTET STRING", { hint: "1x:" });
const date = facts("OCTET STRING", { hint: "2d-1d-1d,1d:1d:1d.1d,1a1d:1d" });
const bits = facts("BITS", { labels: { first: 0, second: 1, ninth: 8 } });
const status = facts("INTEGER", { labels: { up: 1, down: 2 } });
const octets = facts("OCTET STRING");

describe("a value", () => {
  it.each([
    [status, "enumeration"],
    [bits, "bits"],
    [mac, "hardware-address"],
    [date, "date"],
    [ticks, "ticks"],
    [facts("IpAddress"), "address"],
    [octets, "octets"],
    [facts("OCTET STRING", { hint: "255a" }), "text"],
    [facts("Counter64"), "number"],
    [facts("OBJECT IDENTIFIER"), "text"],
  ])("%j is typed as %s", (known, kind) => expect(kindOf(known)).toBe(kind));

  it.each([
    [status, "1", "up(1)", "up"],
    [status, "7", "7", "7"],
    [bits, "0xc080", "C0 80 first(0) second(1) ninth(8)", "first second ninth"],
    [bits, "@", "40 second(1)", "second"],
    [ticks, "9378450", "1 day, 2:03:04.50", "1:02:03:04.50"],
    [octets, "0x00ff", "00 FF", "0x00ff"],
    [octets, "abc", "abc", "abc"],
    [date, "0x07ea0b1c", "2026-11-28,12:0:0.0", "2026-11-28,12:0:0.0"],
  ])("%j of %s is first typed as it is written", (known, value, display, text) =>
    expect(firstText(known, value, display)).toBe(text),
  );

  it.each([
    [status, "up", "up"],
    [status, "2", 2],
    [ticks, "90 s", 9_000],
    [octets, "12", "12"],
    [null, "12", 12],
    [null, "twelve", "twelve"],
  ])("%j from %s is sent as a number where one is meant", (known, text, sent) =>
    expect(typedValue(known, text)).toBe(sent),
  );

  it.each([
    ["1:2:3:4.5", 9_378_450],
    ["1 day, 2:03:04.50", 9_378_450],
    ["(123) 0:00:01.23", 123],
    ["2:03:04", 738_400],
    ["93784.5 s", 9_378_450],
    ["9378450", 9_378_450],
    ["99999:0:0:0", null],
    ["soon", null],
  ])("reads the time %s as %s hundredths", (text, hundredths) => expect(readTicks(text)).toBe(hundredths));

  it("shows hundredths as days and a clock", () => expect(ticksText(9_378_450)).toBe("1:02:03:04.50"));

  it.each([
    ["2026-11-28,12:0:0.0,+1:0", "2026-11-28,12:0:0.0,+1:0"],
    ["2026-11-28T12:05:09Z", "2026-11-28,12:5:9.0,+0:0"],
    ["1992-5-26,13:30:15.4", "1992-5-26,13:30:15.4"],
  ])("reads the date %s", (text, shown) => {
    const parts = readDate(text);
    expect(parts && dateText(parts)).toBe(shown);
  });

  it.each([
    [mac, "001e.aa00.0001", "00:1e:aa:00:00:01 · 6 octets", false],
    [mac, "0:1e:aa:0:0", "00:1e:aa:00:00 · 5 octets", false],
    [mac, "sales", "No address", true],
    [facts("IpAddress"), "10.0.0.256", "No IPv4", true],
    [octets, "0x0102", "2 octets", false],
    [octets, "00 01 02", "3 octets", false],
    [octets, "grün", "a text of 5 octets", false],
    [bits, "first tenth", "neither", true],
    [date, "tomorrow", "No date", true],
  ])("%j from %s is read aloud", (known, text, words, isWrong) => {
    const reading = readingOf(known, text);
    expect(reading?.text).toContain(words);
    expect(reading?.isWrong).toBe(isWrong);
  });
});
