import { describe, expect, it } from "vitest";
import type { RecordingJob } from "../../../api/generated";
import { laterOf } from "./record-progress";

const job = (state: RecordingJob["state"], elapsed_s: number) => ({ id: "r1", state, elapsed_s }) as RecordingJob;

describe("what is said of a recording", () => {
  it("ends once, also when a reply that was asked for earlier comes after the frame that said so", () => {
    const ended = job("done", 0.2);
    expect(laterOf(ended, job("running", 0.1))).toBe(ended);
    expect(laterOf(ended, job("running", 0.2))).toBe(ended);
  });

  it("does not go back while it runs", () => {
    const running = job("running", 0.2);
    expect(laterOf(running, job("running", 0.1))).toBe(running);
    expect(laterOf(running, job("done", 0.3)).state).toBe("done");
    expect(laterOf(undefined, running)).toBe(running);
  });
});
