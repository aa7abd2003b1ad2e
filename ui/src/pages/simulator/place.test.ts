import { describe, expect, it } from "vitest";
import { formatPlace, nowhere, readPlace } from "./place";

describe("a place on the simulator's page", () => {
  it("is told and read", () => {
    const place = { agent: "a/b", tab: "faults" as const, log: "Lab copy", modules: [] };
    expect(formatPlace(place)).toBe("/simulator?agent=a%2Fb&tab=faults&log=Lab%20copy");
    expect(readPlace(new URLSearchParams("agent=a%2Fb&tab=faults&log=Lab%20copy"))).toEqual(place);
  });

  it("is nowhere where nothing or nonsense is said", () => {
    expect(formatPlace(nowhere)).toBe("/simulator");
    expect(readPlace(new URLSearchParams("tab=../x"))).toEqual(nowhere);
  });

  it("carries the modules that a new agent is to be made from", () => {
    expect(readPlace(new URLSearchParams("modules=IF-MIB,,UPS-MIB")).modules).toEqual(["IF-MIB", "UPS-MIB"]);
  });
});
