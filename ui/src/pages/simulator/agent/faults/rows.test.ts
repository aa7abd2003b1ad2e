import { describe, expect, it } from "vitest";
import type { AgentFaultsState, FaultCatalogue, FaultKindFacts } from "../../../../api/generated";
import { asKind, limitsOf, placeInDocument, withPreset, withRows } from "./rows";

const usual = { probability: 1, every: 1, skip: 0, times: null, from_s: 0, until_s: null, pdus: [], subtrees: [] };
const loss: FaultKindFacts = {
  kind: "loss",
  label: "Loss",
  effect: "",
  parameters: [],
  usual: { ...usual, kind: "loss" },
};
const delay: FaultKindFacts = {
  kind: "delay",
  label: "Delay",
  effect: "",
  parameters: ["delay_s", "jitter_s"],
  usual: { ...usual, kind: "delay", delay_s: 1, jitter_s: 0 },
};
const catalogue: FaultCatalogue = {
  kinds: [loss, delay],
  presets: [{ name: "slow", label: "Slow", story: "", references: [], faults: [delay.usual] }],
};
const state: AgentFaultsState = {
  agent: "default",
  seed: 7,
  preset: "slow",
  faults: [delay.usual, loss.usual],
  hits: [0, 0],
  applied: true,
};

describe("faults of an agent", () => {
  it("keep the preset while only what stands beside it changes", () => {
    expect(withRows(catalogue, state, 1, [])).toEqual({ preset: "slow", faults: [], seed: 7 });
    expect(withRows(catalogue, state, 2, [delay.usual]).faults).toEqual([loss.usual, delay.usual]);
    expect(placeInDocument(catalogue, state, 1)).toBe(0);
  });

  it("are no preset any more once one of its own was touched", () => {
    expect(withRows(catalogue, state, 0, [])).toEqual({ preset: null, faults: [loss.usual], seed: 7 });
  });

  it("change their preset and keep what was put together by hand", () => {
    expect(withPreset(catalogue, state, "slow").faults).toEqual([loss.usual]);
  });

  it("say what their kind takes and how they differ from always", () => {
    expect(limitsOf(loss.usual, loss)).toBe("every answer");
    expect(limitsOf({ ...delay.usual, every: 3, pdus: ["GetRequest"] }, delay)).toBe(
      "Delay (s) 1 · Every nth 3 · Requests GetRequest",
    );
  });

  it("take their limits along to another kind, and nothing that it does not have", () => {
    expect(asKind({ ...delay.usual, skip: 4 }, loss)).toEqual({ ...loss.usual, skip: 4, pdus: [], subtrees: [] });
  });
});
