import { expect, it } from "vitest";
import { formatPlace, nowhere, readPlace } from "./place";

it("stands in the hash and is read back from it", () => {
  const place = { ...nowhere, view: "table" as const, table: "IF-MIB::ifTable", row: '3."a b"' };
  const text = formatPlace(place);
  expect(text).toBe("/walker?view=table&table=IF-MIB::ifTable&row=3.%22a%20b%22");
  expect(readPlace(new URLSearchParams(text.split("?")[1]))).toEqual(place);
});

it("leaves out what is as usual, and takes what it does not know as usual", () => {
  expect(formatPlace(nowhere)).toBe("/walker");
  expect(readPlace(new URLSearchParams("tab=nothing&view=other"))).toEqual(nowhere);
});
