import { describe, expect, it } from "vitest";
import { formatPlace, moduleOf, nowhere, readPlace } from "./place";

const readBack = (path: string) => readPlace(new URLSearchParams(path.split("?")[1] ?? ""));

describe("a place in the browser", () => {
  it("is the bare page where nothing is chosen", () => {
    expect(formatPlace(nowhere)).toBe("/browser");
    expect(readBack("/browser")).toEqual(nowhere);
  });

  it("reads back as it was written, whatever was typed", () => {
    const place = { ...nowhere, node: "IF-MIB::ifDescr", tab: "source", query: "a&b=c #?%", kind: "column" } as const;
    expect(formatPlace(place)).toContain("node=IF-MIB::ifDescr&");
    expect(readBack(formatPlace(place))).toEqual(place);
  });

  it("takes what it does not know for the usual", () => {
    expect(readBack("/browser?view=odd&tab=odd&more=1")).toEqual(nowhere);
  });

  it("is a module where the name ends behind the colons", () => {
    expect(moduleOf("IF-MIB::")).toBe("IF-MIB");
    expect(moduleOf("IF-MIB::ifDescr")).toBeNull();
  });
});
