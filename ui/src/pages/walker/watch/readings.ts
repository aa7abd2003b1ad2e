/** What a polled number says: a counter by how fast it moves, everything else by what it is. */
export interface Reading {
  /** When the answer came, in seconds of one clock of ours. */
  at_s: number;
  value: bigint;
  /** sysUpTime in hundredths of a second from the same round; null where the agent has none. */
  uptime: bigint | null;
}

export type Meaning = "rate" | "value";

const counterBits: Record<string, bigint> = { Counter32: 32n, Counter64: 64n };
const numericTypes = new Set(["INTEGER", "Gauge32", "TimeTicks", "UInteger32", ...Object.keys(counterBits)]);
const UPTIME_LIMIT = 1n << 32n;
const HUNDREDTHS = 100;
/** How far sysUpTime and our clock may differ before a smaller sysUpTime is a restart and no wrap. */
const UPTIME_SLACK = 6_000n;

export const isNumericType = (type: string): boolean => numericTypes.has(type);
export const meaningOf = (type: string): Meaning => (type in counterBits ? "rate" : "value");

/** What is drawn for a reading; null where nothing can be said, which leaves a gap. */
export function pointOf(type: string, before: Reading | null, now: Reading): number | null {
  if (meaningOf(type) === "rate") return before && rateOf(type, before, now);
  return type === "TimeTicks" ? Number(now.value) / HUNDREDTHS : Number(now.value);
}

/**
 * Units a second. A counter that fell has wrapped (RFC 2578 §7.1.6), unless the agent began anew meanwhile: then what it
 * counted before is lost, and so is the rate. One of 64 bits does not wrap in a lifetime: it was set back.
 */
export function rateOf(type: string, before: Reading, now: Reading): number | null {
  const elapsed_s = now.at_s - before.at_s;
  const bits = counterBits[type];
  if (elapsed_s <= 0 || bits === undefined || hasRestarted(before, now)) return null;
  const moved = now.value - before.value;
  if (moved >= 0n) return Number(moved) / elapsed_s;
  if (bits === 64n) return null;
  const wrapped = moved + (1n << bits);
  // Without a clock of the agent's, less than half a turn is a wrap and more of it a fresh start.
  const isBelievable = now.uptime !== null || wrapped < 1n << (bits - 1n);
  return isBelievable ? Number(wrapped) / elapsed_s : null;
}

/** sysUpTime fell, and not because it reached its own limit after 497 days. */
export function hasRestarted(before: Reading, now: Reading): boolean {
  if (before.uptime === null || now.uptime === null || now.uptime >= before.uptime) return false;
  const elapsed = BigInt(Math.round((now.at_s - before.at_s) * HUNDREDTHS));
  const wrapped = now.uptime + UPTIME_LIMIT - before.uptime;
  return wrapped > elapsed + UPTIME_SLACK;
}
