import { expect, test } from "vitest";
import { completed, wrongPart } from "./completing";

test("a proposal takes the place of what was typed of it", () => {
  expect(completed("tra", { start: 0, length: 3 }, "trap:")).toEqual({ query: "trap:", at: 5 });
  expect(completed("trap:lin src:x", { start: 5, length: 3 }, "linkDown")).toEqual({
    query: "trap:linkDown src:x",
    at: 13,
  });
  expect(completed("trap:lin", { start: 5, length: 3 }, "linkDown")).toEqual({ query: "trap:linkDown ", at: 14 });
});

test("the wrong part of a query is shown, also where it ends too early", () => {
  expect(wrongPart("src:10.x foo", 4, 4)).toEqual(["src:", "10.x", " foo"]);
  expect(wrongPart("src:", 4, 0)).toEqual(["src:", " ", ""]);
});
