import { describe, expect, it } from "vitest";
import { formatPlace, nowhere, readPlace } from "./place";

const read = (path: string) => readPlace(new URLSearchParams(path.split("?")[1] ?? ""));

describe("a place among notifications", () => {
  it("is the list where nothing else is said", () => {
    expect(formatPlace({})).toBe("/traps");
    expect(read("/traps")).toEqual(nowhere);
  });

  it("is read as it was written, a query with everything that a query can hold", () => {
    for (const place of [
      { ...nowhere, q: 'trap:linkDown "a & b" -src:10.0.0.0/8 var:ifDescr~"Gi0"', open: 12 },
      { ...nowhere, tab: "send", oid: "IF-MIB::linkDown" },
      { ...nowhere, tab: "rules", rule: "new" },
      { ...nowhere, tab: "forwarding", destination: "NOC & friends", state: "failed" },
    ] as const)
      expect(read(formatPlace(place))).toEqual(place);
    expect(formatPlace({ tab: "send", oid: "IF-MIB::linkDown" })).toBe("/traps?tab=send&oid=IF-MIB::linkDown");
  });

  it("takes what it does not know for the usual", () => {
    expect(read("/traps?tab=moon&open=-3&state=lost")).toEqual(nowhere);
  });
});
