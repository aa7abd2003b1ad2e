import { describe, expect, it } from "vitest";
import type { AgentObject, AgentObjects } from "../../../../api/generated";
import { compareOids, nothingLoaded, withFresh, withPage } from "./pages";

const row = (oid: string, value = "1") => ({ oid, value, display: value, type: "INTEGER" }) as AgentObject;
const page = (next: string | null, ...objects: AgentObject[]): AgentObjects => ({
  state: "loaded",
  error: null,
  objects,
  total: 9,
  next,
});
const loaded = withPage(nothingLoaded, page("1.11", row("1.2"), row("1.9"), row("1.10"), row("1.11")));

describe("objects of an agent", () => {
  it("are in the order of their numbers", () => {
    expect(compareOids("1.10", "1.9")).toBeGreaterThan(0);
    expect(compareOids("1.9", "1.9.0")).toBeLessThan(0);
  });

  it("grow by pages at the end", () => {
    const more = withPage(loaded, page(null, row("1.12")));
    expect(more.rows.map(({ oid }) => oid)).toEqual(["1.2", "1.9", "1.10", "1.11", "1.12"]);
    expect([more.next, more.total]).toEqual([null, 9]);
  });

  it("are what they are now as far as was looked, with rows that came and without those that went", () => {
    const fresh = withFresh(loaded, "1.2", page("1.10", row("1.3"), row("1.10", "5")));
    expect(fresh.rows.map(({ oid, value }) => `${oid}=${value}`)).toEqual(["1.2=1", "1.3=1", "1.10=5", "1.11=1"]);
    expect(fresh.next).toBe("1.11");
  });

  it("keep the row of a value that is as before", () => {
    const fresh = withFresh(loaded, "", page("1.2", row("1.2")));
    expect(fresh.rows[0]).toBe(loaded.rows[0]);
  });
});
