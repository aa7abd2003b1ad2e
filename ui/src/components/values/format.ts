import { language } from "../../language";

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
  const at = new Date(at_ms);
  const time = `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}.${pad(at.getMilliseconds(), 3)}`;
  return new Date(now_ms).toDateString() === at.toDateString() ? time : `${formatDate(at)} ${time}`;
}

export function formatClock(at_ms: number): string {
  const at = new Date(at_ms);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

function formatDate(at: Date): string {
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

/** The whole moment with its offset from UTC, for titles and copies. */
export function formatMoment(at_ms: number): string {
  const at = new Date(at_ms);
  const offset_min = -at.getTimezoneOffset();
  const sign = offset_min < 0 ? "-" : "+";
  const offset = `${sign}${pad(Math.floor(Math.abs(offset_min) / 60))}:${pad(Math.abs(offset_min) % 60)}`;
  return `${formatDate(at)} ${formatTime(at_ms, at_ms)} UTC${offset}`;
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
