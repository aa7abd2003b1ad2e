import { describe, expect, it } from "vitest";
import { readJson } from "./json";

describe("a text that should be JSON", () => {
  it("is read", () => expect(readJson('{"a": 1}')).toEqual({ value: { a: 1 } }));

  it.each([
    ['{\n  "a": 1,\n  "b" 2\n}', 3],
    ['{\n  "a": 1\n', 2],
  ])("tells on which line it stops being it: %j", (text, line) => {
    const read = readJson(text);
    expect("fault" in read && read.fault.line).toBe(line);
  });
});
