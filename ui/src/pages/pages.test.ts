import { describe, expect, it } from "vitest";
import { formatHash } from "../hash-location";
import { findPage, isPlace, pages } from ".";

describe("the pages", () => {
  it("have the published hashes", () => {
    expect(pages.map((page) => formatHash(`/${page.id}`))).toEqual([
      "#dashboard",
      "#simulator",
      "#walker",
      "#traps",
      "#browser",
      "#mibs",
      "#settings",
    ]);
  });

  it("are found by their hash, and an unknown one is the dashboard", () => {
    expect(findPage("/traps").id).toBe("traps");
    expect(isPlace("/traps")).toBe(true);
    for (const path of ["/", "/nowhere", "/../etc/passwd", "/https://elsewhere", "/constructor"]) {
      expect(findPage(path).id).toBe("dashboard");
      expect(isPlace(path)).toBe(path === "/");
    }
  });

  it("have different keys after g", () => {
    expect(new Set(pages.map((page) => page.key)).size).toBe(pages.length);
  });
});
