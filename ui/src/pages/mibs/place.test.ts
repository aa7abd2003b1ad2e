import { describe, expect, it } from "vitest";
import { formatPlace, readPlace } from "./place";

describe("the place on the page of MIBs", () => {
  it("is read as it is written", () => {
    for (const place of [
      { tab: "library", edit: "", line: 0 },
      { tab: "notifications", edit: "", line: 0 },
      { tab: "library", edit: "IF-MIB", line: 0 },
      { tab: "library", edit: "A&B MIB", line: 12 },
    ] as const) {
      expect(readPlace(new URLSearchParams(formatPlace(place).split("?")[1]))).toEqual(place);
    }
  });

  it("has no line that is no number", () => {
    expect(readPlace(new URLSearchParams("edit=A-MIB&line=-3")).line).toBe(0);
    expect(readPlace(new URLSearchParams("line=x"))).toEqual({ tab: "library", edit: "", line: 0 });
  });
});
