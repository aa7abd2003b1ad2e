import { isNumericType, type Meaning, meaningOf, pointOf, type Reading } from "./readings";

/** One watched number with everything drawn of it; its points stand beside the times of the whole watch. */
export interface Series {
  /** Which number of which device it is. */
  key: string;
  label: string;
  device: string;
  type: string;
  points: readonly (number | null)[];
  last: Reading | null;
  /** Why the last round brought nothing; null where it did. */
  failure: string | null;
}

export interface History {
  /** When each round was asked, in seconds since 1970. */
  times: readonly number[];
  series: readonly Series[];
}

/** An answer of one round, or why there is none. */
export type Outcome = { type: string; reading: Reading } | { failure: string };

/** At one round a second half an hour; the oldest go. */
export const MOST_ROUNDS = 1_800;
export const MOST_SERIES = 12;

export const emptyHistory: History = { times: [], series: [] };

export function withSeries(history: History, added: Pick<Series, "key" | "label" | "device" | "type">): History {
  if (history.series.length >= MOST_SERIES || history.series.some(({ key }) => key === added.key)) return history;
  const points = history.times.map(() => null);
  return { ...history, series: [...history.series, { ...added, points, last: null, failure: null }] };
}

export function withoutSeries(history: History, key: string): History {
  const series = history.series.filter((one) => one.key !== key);
  return series.length === 0 ? emptyHistory : { ...history, series };
}

/** The history with one more round; what was not asked in it has a gap there. */
export function withRound(
  history: History,
  at_s: number,
  outcomes: ReadonlyMap<string, Outcome>,
  wordsFor: { notANumber: (type: string) => string },
): History {
  const drop = Math.max(0, history.times.length + 1 - MOST_ROUNDS);
  const series = history.series.map((one): Series => {
    const outcome = outcomes.get(one.key);
    const gap = [...one.points.slice(drop), null];
    if (!outcome) return { ...one, points: gap };
    if ("failure" in outcome) return { ...one, points: gap, failure: outcome.failure };
    const { type, reading } = outcome;
    if (!isNumericType(type)) return { ...one, points: gap, failure: wordsFor.notANumber(type) };
    const before = type === one.type ? one.last : null;
    gap[gap.length - 1] = pointOf(type, before, reading);
    return { ...one, type, points: gap, last: reading, failure: null };
  });
  return { times: [...history.times.slice(drop), at_s], series };
}

/** The history as a round at this moment follows it: where the clock was set back, what is drawn moves back with it. */
export function broughtTo(at_s: number, history: History, interval_s: number): History {
  const back_s = (history.times.at(-1) ?? Number.NEGATIVE_INFINITY) + interval_s - at_s;
  return back_s < interval_s ? history : { ...history, times: history.times.map((time_s) => time_s - back_s) };
}

/** Those that are drawn with the same axis. */
export function seriesOf(history: History, meaning: Meaning): Series[] {
  return history.series.filter(({ type }) => meaningOf(type) === meaning);
}

export interface Summary {
  now: number | null;
  least: number | null;
  most: number | null;
  average: number | null;
}

export function summaryOf({ points }: Pick<Series, "points">): Summary {
  const known = points.filter((point) => point !== null);
  if (known.length === 0) return { now: null, least: null, most: null, average: null };
  const [least, most, sum] = known.reduce(
    ([low, high, total], point) => [Math.min(low, point), Math.max(high, point), total + point],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0],
  );
  return { now: points.at(-1) ?? null, least, most, average: sum / known.length };
}
