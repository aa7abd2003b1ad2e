import type { ShownVarBind, WalkReply } from "../../../api/generated";
import { request as ask } from "../../../api/http";
import { Problem } from "../../../api/problem";
import { whenLeft } from "../../../api/session";
import { formatAddress } from "../../../components/values/format";
import { createStore } from "../../../live/external-store";
import { texts } from "../../../texts";
import type { WalkRequest } from "../request";
import { emptyHistory, type History, MOST_SERIES, type Outcome, withoutSeries, withRound, withSeries } from "./history";
import { isNumericType } from "./readings";

/** The watch of this tab: numbers that are asked again and again. It goes on while other pages are looked at. */
export interface Watch {
  history: History;
  isPaused: boolean;
  interval_s: number;
}

const SYS_UP_TIME = "1.3.6.1.2.1.1.3.0";
const words = texts.watch;
const idle: Watch = { history: emptyHistory, isPaused: false, interval_s: 2 };

export const watch = createStore<Watch>(idle);
/** How each number is asked for; communities and passwords stay out of what is drawn. */
const requests = new Map<string, WalkRequest>();
let timer: ReturnType<typeof setTimeout> | null = null;
let round: AbortController | null = null;

export function keyOf(request: WalkRequest, oid: string): string {
  const { target, port, transport, credential = "", version, community = "", user = "", context = "" } = request;
  return JSON.stringify([target, port, transport, credential, version, community, user, context, oid]);
}

export function startWatching(
  request: WalkRequest,
  { oid, name, type }: Pick<ShownVarBind, "oid" | "name" | "type">,
): void {
  const key = keyOf(request, oid);
  const { varbinds: _set, keep: _kept, ...asked } = request;
  if (watch.get().history.series.length >= MOST_SERIES) return;
  requests.set(key, { ...asked, oid, operation: "get" });
  const device = formatAddress(request.target, request.port);
  change((history) => withSeries(history, { key, label: name, device, type }));
  if (timer === null && round === null) void askRound();
}

export function stopWatching(key: string): void {
  requests.delete(key);
  change((history) => withoutSeries(history, key));
  if (requests.size === 0) halt();
}

export function pauseWatch(isPaused: boolean): void {
  watch.update((before) => ({ ...before, isPaused }));
  if (isPaused) halt();
  else if (requests.size > 0) void askRound();
}

export function changeInterval(interval_s: number): void {
  watch.update((before) => ({ ...before, interval_s }));
  if (timer === null) return;
  clearTimeout(timer);
  timer = setTimeout(() => void askRound(), interval_s * 1000);
}

function change(step: (history: History) => History): void {
  watch.update((before) => ({ ...before, history: step(before.history) }));
}

function halt(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  round?.abort();
  round = null;
}

/** One round: every number, and sysUpTime of every device beside them. The next one waits until this one is through. */
async function askRound(): Promise<void> {
  halt();
  const control = new AbortController();
  round = control;
  const started_ms = performance.now();
  const at_s = Date.now() / 1000;
  const uptimes = new Map<string, Promise<bigint | null>>();
  const uptimeOf = (request: WalkRequest) => {
    const device = keyOf(request, "");
    const known = uptimes.get(device) ?? askUptime(request, control.signal);
    uptimes.set(device, known);
    return known;
  };
  const outcomes = await Promise.all(
    [...requests].map(async ([key, request]): Promise<[string, Outcome]> => {
      const [outcome, uptime] = await Promise.all([askNumber(request, control.signal), uptimeOf(request)]);
      if ("failure" in outcome) return [key, outcome];
      return [key, { ...outcome, reading: { ...outcome.reading, uptime } }];
    }),
  );
  // Paused, emptied or begun anew meanwhile: these answers belong to nothing any more.
  if (round !== control) return;
  round = null;
  change((history) => withRound(history, at_s, new Map(outcomes), words));
  const spent_ms = performance.now() - started_ms;
  timer = setTimeout(() => void askRound(), Math.max(0, watch.get().interval_s * 1000 - spent_ms));
}

async function askValue(request: WalkRequest, signal: AbortSignal): Promise<ShownVarBind | null> {
  const { data } = await ask<WalkReply>("POST", "/api/walk/execute", { body: request, signal });
  const [row] = data;
  return row === undefined || typeof row === "string" ? null : row;
}

async function askNumber(request: WalkRequest, signal: AbortSignal): Promise<Outcome> {
  try {
    const row = await askValue(request, signal);
    if (!row) return { failure: words.nothing };
    const value = isNumericType(row.type) ? BigInt(row.value) : 0n;
    return { type: row.type, reading: { at_s: performance.now() / 1000, value, uptime: null } };
  } catch (cause) {
    return { failure: Problem.from(cause).message };
  }
}

/** An agent without a system group is watched all the same. */
async function askUptime(request: WalkRequest, signal: AbortSignal): Promise<bigint | null> {
  const row = await askValue({ ...request, oid: SYS_UP_TIME }, signal).catch(() => null);
  return row?.type === "TimeTicks" ? BigInt(row.value) : null;
}

export function forgetWatch(): void {
  halt();
  requests.clear();
  watch.set(idle);
}

whenLeft(forgetWatch);
