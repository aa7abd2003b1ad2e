import { describe, expect, it } from "vitest";
import { changesOf, marksOf } from "./changes";

const finding = { code: "assignment", severity: "style", line: 1, column: 3, message: "odd", hint: "write ::=" };

describe("what the compiler says of an edited text", () => {
  it("is a mark with its words and its mend", () => {
    const edit = { start: 2, end: 4, replacement: "::=" };
    expect(marksOf("a := b", [{ ...finding, start: 2, end: 4, edit }])).toEqual([
      {
        severity: "info",
        message: "odd\nwrite ::=",
        line: 1,
        column: 3,
        span: { from: 2, to: 4 },
        fix: { label: "Fix", changes: [{ from: 2, to: 4, insert: "::=" }] },
      },
    ]);
  });

  it("counts letters beyond the first plane as scripts do", () => {
    const edit = { start: 2, end: 3, replacement: "c" };
    expect(changesOf("😀ab", [edit])).toEqual([{ from: 3, to: 4, insert: "c" }]);
    expect(marksOf("😀ab", [{ ...finding, start: 2, end: 3, edit }])[0]?.span).toEqual({ from: 3, to: 4 });
  });

  it("marks to the end of the line where it has no length", () => {
    expect(marksOf("a", [finding])[0]).not.toHaveProperty("span");
  });
});
