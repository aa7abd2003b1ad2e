import { describe, expect, it } from "vitest";
import { mend, unitsOf, withoutOverlaps } from "./mend";

const octets = (text: string) => new TextEncoder().encode(text);
const text = (made: Uint8Array | null) => (made ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(made) : null);

describe("the compiler's edits in a file", () => {
  it("change what they name and nothing else", () => {
    expect(text(mend(octets("a := b\n"), [{ start: 2, end: 4, replacement: "::=" }]))).toBe("a ::= b\n");
  });

  it("count a line end once, and write the file's own", () => {
    const edits = [{ start: 2, end: 2, replacement: "x\n" }];
    expect(text(mend(octets("a\r\nb\r\n"), edits))).toBe("a\r\nx\r\nb\r\n");
  });

  it("keep a byte order mark and do not count it", () => {
    expect(text(mend(octets("\ufeffab"), [{ start: 0, end: 1, replacement: "" }]))).toBe("\ufeffb");
  });

  it("count characters beyond the first plane once", () => {
    expect(text(mend(octets("😀ab"), [{ start: 1, end: 2, replacement: "" }]))).toBe("😀b");
  });

  it("are found in a script's text", () => {
    expect([0, 2, 9].map(unitsOf("a😀b", [9, 0, 2]))).toEqual([0, 3, 4]);
    expect([0, 2, 9].map(unitsOf("abc", [9, 0, 2]))).toEqual([0, 2, 3]);
  });

  it("leave octets that are no UTF-8 as they are", () => {
    expect(mend(Uint8Array.of(0xe9, 0x61, 0x62), [{ start: 1, end: 2, replacement: "" }])).toEqual(
      Uint8Array.of(0xe9, 0x62),
    );
  });

  it("are not applied where the encoding could not be kept", () => {
    expect(mend(Uint8Array.of(0xff, 0xfe, 0x61, 0), [])).toBeNull();
  });

  it("wait for the next check where they overlap", () => {
    const first = { start: 0, end: 3, replacement: "" };
    expect(withoutOverlaps([{ start: 2, end: 4, replacement: "" }, first, { ...first }])).toEqual([first]);
  });
});
