/** Turns a growing total into a rate per second over the last few seconds; quiet time counts as zero. */
const KEPT_MS = 61_000;

interface Sample {
  at_ms: number;
  total: number;
}

export class RateMeter {
  private samples: Sample[] = [];

  push(total: number, at_ms: number): void {
    const last = this.samples.at(-1);
    // A total that fell was reset on the server, a time that fell by somebody who set the clock: what came before says
    // nothing any more.
    if (last && (total < last.total || at_ms < last.at_ms)) this.samples = [];
    this.samples.push({ at_ms, total });
    const firstKept = this.samples.findIndex((sample) => sample.at_ms >= at_ms - KEPT_MS);
    if (firstKept > 1) this.samples.splice(0, firstKept - 1);
  }

  /** Increments a second between `now - window` and now. */
  rate(now_ms: number, window_ms = 2_000): number {
    const end = this.totalAt(now_ms);
    const start = this.totalAt(now_ms - window_ms);
    if (end === null || start === null) return 0;
    return ((end - start) * 1000) / window_ms;
  }

  /** The same as a whole number. */
  perSecond(now_ms: number, window_ms = 2_000): number {
    return Math.round(this.rate(now_ms, window_ms));
  }

  /** One rate per second, oldest first, for a small line of the last minute. */
  history(now_ms: number, seconds = 60): number[] {
    return Array.from({ length: seconds }, (_, index) => {
      const until_ms = now_ms - (seconds - 1 - index) * 1000;
      return this.perSecond(until_ms, 1000);
    });
  }

  reset(): void {
    this.samples = [];
  }

  /** The total known at a moment; before the first sample that is the first total, so joining late shows no jump. */
  private totalAt(at_ms: number): number | null {
    const first = this.samples[0];
    if (!first) return null;
    let known = first.total;
    for (const sample of this.samples) {
      if (sample.at_ms > at_ms) break;
      known = sample.total;
    }
    return known;
  }
}
