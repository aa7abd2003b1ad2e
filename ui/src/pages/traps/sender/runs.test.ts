import { describe, expect, it } from "vitest";
import type { TrapRun } from "../../../api/generated";
import { texts } from "../../../texts";
import { whatBecame, withRun } from "./runs";

const run = (id: string, elapsed_s: number, state: TrapRun["state"] = "running"): TrapRun => ({
  id,
  kind: "repeat",
  send_as: "trap",
  target: "127.0.0.1:162",
  title: "",
  planned: 1,
  started_at: 0,
  elapsed_s,
  state,
});

describe("runs as they are told", () => {
  it("takes what was said later, whichever way it came", () => {
    const ended = withRun([], run("a", 0.2, "done"));
    expect(withRun(ended, run("a", 0))).toEqual(ended);
    expect(withRun([run("a", 0)], run("a", 0.2, "done"))).toEqual(ended);
    expect(withRun(ended, run("b", 0)).map(({ id }) => id)).toEqual(["b", "a"]);
  });

  it("says of a run at work that the server's end ended it, and forgets those that were over", () => {
    const lost = whatBecame(run("a", 1), []);
    expect(lost).toMatchObject({ state: "failed", error: texts.sender.runLost });
    expect(lost && whatBecame(lost, [])).toEqual(lost);
    expect(whatBecame(run("b", 1, "done"), [])).toBeNull();
    expect(whatBecame(run("c", 1), [run("c", 2)])).toEqual(run("c", 1));
  });
});
