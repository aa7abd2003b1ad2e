import { Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { changeBetween, diagnosticsOf } from "./findings";

const doc = Text.of(["one := 1", "two"]);
const finding = { severity: "error", message: "no" } as const;

describe("findings in a text", () => {
  it("mark from their column to the end of the line, or exactly what they name", () => {
    const marks = diagnosticsOf(doc, [
      { ...finding, line: 1, column: 5 },
      { ...finding, line: 1, column: 5, span: { from: 4, to: 6 } },
      { ...finding, line: 2 },
    ]);
    expect(marks.map(({ from, to }) => [from, to])).toEqual([
      [4, 8],
      [4, 6],
      [9, 12],
    ]);
  });

  it("are left out, or cut, where the text has no such place", () => {
    expect(diagnosticsOf(doc, [{ ...finding, line: 3 }])).toEqual([]);
    expect(diagnosticsOf(doc, [{ ...finding, line: 0 }])).toEqual([]);
    expect(diagnosticsOf(doc, [{ ...finding, line: 2, column: 99 }])).toMatchObject([{ from: 12, to: 12 }]);
    expect(diagnosticsOf(doc, [{ ...finding, line: 2, span: { from: 11, to: 99 } }])).toMatchObject([
      { from: 11, to: 12 },
    ]);
  });
});

describe("the change between two texts", () => {
  it("leaves what they share at both ends", () => {
    expect(changeBetween("a := b", "a ::= b")).toEqual({ from: 3, to: 3, insert: ":" });
    expect(changeBetween("aaa", "aa")).toEqual({ from: 2, to: 3, insert: "" });
    expect(changeBetween("", "new")).toEqual({ from: 0, to: 0, insert: "new" });
    expect(changeBetween("same", "same")).toEqual({ from: 4, to: 4, insert: "" });
  });
});
