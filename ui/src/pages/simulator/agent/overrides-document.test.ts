import { describe, expect, it } from "vitest";
import type { NodeDetail } from "../../../api/generated";
import { instanceOf, textOf, withOverride } from "./overrides-document";

const known = (type: string, instance: string) => ({ node: { type }, instance }) as NodeDetail;

describe("a document of overrides", () => {
  it("takes one value more, and keeps what else is in it", () => {
    const before = { overrides: { "sysName.0": "a" }, hidden: ["ifXTable"] };
    const after = { overrides: { "sysName.0": "a", "ifAdminStatus.1": "up" }, hidden: ["ifXTable"] };
    expect(withOverride(before, "ifAdminStatus.1", "up")).toBe(textOf(after));
    expect(withOverride({}, "sysName.0", "b")).toBe('{\n  "overrides": {\n    "sysName.0": "b"\n  }\n}\n');
  });

  it("is left alone where it is none", () => {
    expect(withOverride([], "sysName.0", "b")).toBeNull();
    expect(withOverride({ overrides: [] }, "sysName.0", "b")).toBeNull();
  });

  it.each([
    ["sysName", known("scalar", ""), "sysName.0"],
    ["sysName.0", known("scalar", "0"), "sysName.0"],
    ["ifDescr", known("column", ""), null],
    ["ifDescr.3", known("column", "3"), "ifDescr.3"],
    ["1.3.6.1.4.1.9.1", null, "1.3.6.1.4.1.9.1"],
    ["nonsense", null, null],
  ])("names the instance of %s", (typed, detail, instance) => expect(instanceOf(typed, detail)).toBe(instance));
});
