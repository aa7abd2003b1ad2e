import { language } from "../../language";
import { timeZone } from "./time-zone";

/** How numbers, moments and durations are written, everywhere the same. */
const grouped = new Intl.NumberFormat(language);
const threeDigits = new Intl.NumberFormat(language, { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
const atMostThreeDigits = new Intl.NumberFormat(language, { maximumSignificantDigits: 3, useGrouping: false });
const decimals = [0, 1, 2].map(
  (digits) => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);
const pad = (value: number, width = 2) => String(value).padStart(width, "0");

export function formatCount(value: number): string {
  return grouped.format(value);
}

/** As short as three digits are: 0, 12.5, 1.25, 40. */
export function formatThreeDigits(value: number): string {
  return atMostThreeDigits.format(value);
}

/** 14:03:07.250, with the date in front when it is another day. */
export function formatTime(at_ms: number, now_ms = Date.now()): string {
  const at = inChosenZone(at_ms);
  const time = `${clockOf(at)}.${pad(at.getUTCMilliseconds(), 3)}`;
  return dateOf(inChosenZone(now_ms)) === dateOf(at) ? time : `${dateOf(at)} ${time}`;
}

export function formatClock(at_ms: number): string {
  return clockOf(inChosenZone(at_ms));
}

/** The whole moment with its offset from UTC, for titles and copies. */
export function formatMoment(at_ms: number): string {
  return `${dateOf(inChosenZone(at_ms))} ${formatTime(at_ms, at_ms)} ${offsetText(offset_min(at_ms))}`;
}

/** 2026-11-28T23:05, as a field for a moment wants it. */
export function formatMinute(at_ms: number): string {
  return inChosenZone(at_ms).toISOString().slice(0, 16);
}

/** The moment that such a field names; null where it names none. */
export function readMinute(minute: string): number | null {
  const at_ms = Date.parse(timeZone.get() === "utc" ? `${minute}Z` : minute);
  return Number.isNaN(at_ms) ? null : at_ms;
}

/** How far the chosen clock is ahead of UTC at that moment. */
function offset_min(at_ms: number): number {
  return timeZone.get() === "utc" ? 0 : -new Date(at_ms).getTimezoneOffset();
}

/** A date whose UTC parts are those of the chosen clock. */
function inChosenZone(at_ms: number): Date {
  return new Date(at_ms + offset_min(at_ms) * 60_000);
}

function dateOf(at: Date): string {
  return `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`;
}

function clockOf(at: Date): string {
  return `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())}`;
}

function offsetText(minutes: number): string {
  if (timeZone.get() === "utc") return "UTC";
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** 12 s, 4 min 12 s, 3 h 20 min, 2 d 5 h. */
export function formatDuration(duration_s: number): string {
  const whole = Math.max(0, Math.floor(duration_s));
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor(whole / 3_600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "min"],
    [whole % 60, "s"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first === -1) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([amount], index) => index === 0 || amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(" ");
}

/** 850 µs, 12.4 ms, 3.21 s: as precise as the eye wants. */
export function formatElapsed(elapsed_s: number): string {
  if (elapsed_s < 0.001) return `${Math.round(elapsed_s * 1e6)} µs`;
  if (elapsed_s < 1) return `${threeDigits.format(elapsed_s * 1000)} ms`;
  if (elapsed_s < 60) return `${decimals[elapsed_s < 10 ? 2 : 1]?.format(elapsed_s)} s`;
  return formatDuration(elapsed_s);
}

/** An address as one writes it on a command line. */
export function formatAddress(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** 812 B, 14 kB, 2.1 MB. */
export function formatSize(size_bytes: number): string {
  if (size_bytes < 1_000) return `${size_bytes} B`;
  if (size_bytes < 999_500) return `${Math.round(size_bytes / 1_000)} kB`;
  return `${decimals[1]?.format(size_bytes / 1_000_000)} MB`;
}
