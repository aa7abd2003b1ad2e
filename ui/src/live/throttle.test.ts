import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createThrottle } from "./throttle";

describe("a throttle", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("works at once after quiet time", () => {
    const work = vi.fn();
    createThrottle(250, work).request();
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("lets a storm through four times a second at most, its last event included", () => {
    const work = vi.fn();
    const throttle = createThrottle(250, work);
    for (let at = 0; at < 1000; at += 10) {
      throttle.request();
      vi.advanceTimersByTime(10);
    }
    expect(work.mock.calls.length).toBeLessThanOrEqual(5);
    vi.advanceTimersByTime(1000);
    expect(work.mock.calls.length).toBeLessThanOrEqual(6);
  });

  it("does nothing more once it was quiet", () => {
    const work = vi.fn();
    createThrottle(250, work).request();
    vi.advanceTimersByTime(10_000);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("does what waits at once when flushed, and forgets it when cancelled", () => {
    const work = vi.fn();
    const throttle = createThrottle(250, work);
    throttle.request();
    throttle.request();
    throttle.flush();
    expect(work).toHaveBeenCalledTimes(2);
    throttle.request();
    throttle.cancel();
    vi.advanceTimersByTime(1000);
    expect(work).toHaveBeenCalledTimes(2);
  });
});
