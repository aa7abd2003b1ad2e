/**
 * Runs `work` at once when it has been quiet, and otherwise at the end of the interval: a single event is shown without
 * delay, a storm costs one repaint per interval.
 */
export interface Throttle {
  request(): void;
  flush(): void;
  cancel(): void;
}

export function createThrottle(interval_ms: number, work: () => void): Throttle {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWaiting = false;
  const run = () => {
    isWaiting = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isWaiting) run();
    }, interval_ms);
    work();
  };
  const cancel = () => {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
    isWaiting = false;
  };
  return {
    request() {
      if (timer === undefined) run();
      else isWaiting = true;
    },
    flush() {
      cancel();
      run();
    },
    cancel,
  };
}
