/** TimeTicks as people write times; the number itself is hundredths of a second (RFC 2578 §7.1.8). */
const COLONS = /^(?:(\d{1,5}):)?(\d{1,3}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,2}))?$/;
const DAYS = /^(?:\((\d{1,10})\)\s*)?(?:(\d{1,5}) days?, )?(\d{1,3}):(\d\d):(\d\d)(?:\.(\d{1,2}))?$/;
const SECONDS = /^(\d{1,8})(?:\.(\d{1,2}))? ?s$/;
const MOST = 2 ** 32 - 1;

/** Hundredths of a second in `1:2:3:4.5`, `1 day, 2:03:04.50`, `93784.5 s` or `9378450`; null for anything else. */
export function readTicks(text: string): number | null {
  const typed = text.trim();
  const read = /^\d{1,10}$/.test(typed) ? Number(typed) : (readSeconds(typed) ?? readClock(typed));
  return read !== null && read <= MOST ? read : null;
}

const hundredthsOf = (part: string | undefined) => Number((part ?? "").padEnd(2, "0"));

function readSeconds(text: string): number | null {
  const found = SECONDS.exec(text);
  return found ? Number(found[1]) * 100 + hundredthsOf(found[2]) : null;
}

function readClock(text: string): number | null {
  const [, shown, ...parts] = DAYS.exec(text) ?? ["", undefined, ...(COLONS.exec(text)?.slice(1) ?? [])];
  if (shown) return Number(shown);
  if (parts.length === 0) return null;
  const [days, hours, minutes, seconds, part] = parts;
  const whole = ((Number(days ?? 0) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 100 + hundredthsOf(part);
}

/** 9378450 is 1:02:03:04.50. */
export function ticksText(hundredths: number): string {
  const pad = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const seconds = Math.floor(hundredths / 100);
  const clock = `${pad((seconds / 3600) % 24)}:${pad((seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return `${Math.floor(seconds / 86_400)}:${clock}.${pad(hundredths % 100)}`;
}
