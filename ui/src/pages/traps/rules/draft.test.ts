import { describe, expect, it } from "vitest";
import type { TrapRule } from "../../../api/generated";
import { actsOf, documentOfRule, draftOfRule, draftOfSuggestion, minuteOf, moved, newRule, secondsOf } from "./draft";

const rule: TrapRule = {
  id: 3,
  name: "Ports",
  query: "trap:linkDown src:10.0.0.0/8",
  enabled: false,
  add_tags: ["edge", "night"],
  severity: "error",
  mute_until: secondsOf("2026-11-28T23:05"),
  forward: ["noc"],
  stop: true,
  cleared_by: "trap:linkUp",
  same: ["IF-MIB::ifIndex"],
  matched: 7,
  last_matched_at: 1,
  error: "",
  created_at: 1,
  updated_at: 2,
};

describe("a rule as it is typed", () => {
  it("is sent as it was read", () => {
    const { id, matched, last_matched_at, error, created_at, updated_at, ...document } = rule;
    expect(documentOfRule(draftOfRule(rule))).toEqual(document);
  });

  it("says nothing about what was left empty, and pairs nothing that is not asked for", () => {
    expect(
      documentOfRule({ ...newRule, name: " a ", tags: " x ,, y", clearedBy: "trap:linkUp", same: "ifIndex" }),
    ).toEqual({
      name: "a",
      query: "",
      enabled: true,
      add_tags: ["x", "y"],
      severity: null,
      mute_until: null,
      forward: [],
      stop: false,
      cleared_by: null,
      same: [],
    });
  });

  it("keeps a moment to the minute of this place", () => {
    expect(minuteOf(secondsOf("2026-03-04T05:06") ?? 0)).toBe("2026-03-04T05:06");
    expect(secondsOf("")).toBeNull();
  });

  it("is filled by what a MIB suggests", () => {
    const suggested = {
      name: "linkDown",
      query: "trap:linkDown",
      cleared_by: "trap:linkUp",
      same: ["IF-MIB::ifIndex"],
    };
    expect(documentOfRule(draftOfSuggestion(suggested))).toMatchObject(suggested);
  });

  it("tells what it does, a mute that is over no more", () => {
    const muted_s = rule.mute_until ?? 0;
    expect(actsOf(rule, muted_s - 1)).toEqual([
      "error",
      "tags edge, night",
      "muted",
      "forwarded to noc",
      "pairs",
      "ends here",
    ]);
    expect(actsOf({ mute_until: muted_s }, muted_s + 1)).toEqual([]);
  });
});

it("moves one of a list and leaves the others in their order", () => {
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], 1, 1)).toEqual(["a", "b", "c"]);
});
