import type { ShownVarBind } from "../../../api/generated";
import { whenLeft } from "../../../api/session";
import { formatAddress } from "../../../components/values/format";
import { createStore } from "../../../live/external-store";
import { texts } from "../../../texts";
import type { WalkRequest } from "../request";
import { askDevice, type Numbered } from "./asking";
import {
  broughtTo,
  emptyHistory,
  type History,
  MOST_SERIES,
  type Series,
  withoutSeries,
  withRound,
  withSeries,
} from "./history";
import { isComplete, keepWatch, takeKeptWatch } from "./keeping";

/**
 * The watch of this tab: numbers that are asked again and again. It goes on while other pages are looked at, and when the
 * walker is opened after a reload.
 */
export interface Watch {
  history: History;
  isPaused: boolean;
  interval_s: number;
}

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
  dropForgotten(request, oid);
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

/** One round: every device with all that is watched of it. The next one waits until this one is through. */
async function askRound(): Promise<void> {
  halt();
  const control = new AbortController();
  round = control;
  const started_ms = performance.now();
  const at_s = Date.now() / 1000;
  const asked = (await Promise.all(byDevice().map((numbers) => askDevice(numbers, control.signal)))).flat();
  // Paused, emptied or begun anew meanwhile: these answers belong to nothing any more.
  if (round !== control) return;
  round = null;
  for (const { key, oid } of asked) {
    const request = requests.get(key);
    if (request && oid !== null) requests.set(key, { ...request, oid });
  }
  const outcomes = new Map(asked.map(({ key, outcome }) => [key, outcome]));
  change((history) => withRound(broughtTo(at_s, history, watch.get().interval_s), at_s, outcomes, words));
  const spent_ms = performance.now() - started_ms;
  timer = setTimeout(() => void askRound(), Math.max(0, watch.get().interval_s * 1000 - spent_ms));
}

/** What can be asked, the numbers of each device together. */
function byDevice(): Numbered[][] {
  const devices = new Map<string, Numbered[]>();
  for (const [key, request] of requests) {
    const device = keyOf(request, "");
    if (isComplete(request)) devices.set(device, [...(devices.get(device) ?? []), [key, request]]);
  }
  return [...devices.values()];
}

/** Goes on with what a reload has interrupted; what cannot be asked any more says why. */
export function resumeWatch(): void {
  const kept = requests.size === 0 ? takeKeptWatch() : null;
  if (!kept) return;
  const { times, interval_s, isPaused } = kept;
  const series: Series[] = [];
  for (const { request, label, device, type, points } of kept.numbers) {
    const key = keyOf(request, request.oid);
    if (requests.has(key)) continue; // watched with two communities, which both are gone
    requests.set(key, request);
    const failure = isComplete(request) ? null : words.secretsForgotten;
    series.push({ key, label, device, type, points, last: null, failure });
  }
  watch.set({ history: { times, series }, interval_s, isPaused });
  if (!isPaused && series.some(({ failure }) => failure === null)) void askRound();
}

/** A number whose secrets were forgotten makes room for the same one with them. */
function dropForgotten(wanted: WalkRequest, oid: string): void {
  for (const [key, request] of requests) {
    const isSame = request.target === wanted.target && request.port === wanted.port && request.oid === oid;
    if (isSame && !isComplete(request)) stopWatching(key);
  }
}

export function forgetWatch(): void {
  halt();
  requests.clear();
  watch.set(idle);
}

whenLeft(forgetWatch);
window.addEventListener("pagehide", () => keepWatch(watch.get().history, requests, watch.get()));
