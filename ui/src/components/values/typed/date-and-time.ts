/** DateAndTime (RFC 2579 §2) as its hint shows it, `2026-11-28,12:0:0.0,+1:0`, and as ISO 8601 writes it. */
export interface DateParts {
  /** As a date field of the browser has it: 2026-11-28T12:00:00. */
  local: string;
  tenth: number;
  /** Such as +01:00; empty where the value has 8 octets and no zone. */
  zone: string;
}

const FORM = /^(\d{1,4})-(\d\d?)-(\d\d?)[T ,]+(\d\d?):(\d\d?)(?::(\d\d?)(?:\.(\d))?)?\s*,?\s*(Z|[+-]\d\d?:?\d\d?)?$/;
const ZONE = /^([+-])(\d\d?):?(\d\d?)$/;
const pad = (part: string | undefined, width = 2) => (part ?? "0").padStart(width, "0");

export function readDate(text: string): DateParts | null {
  const found = FORM.exec(text.trim());
  if (!found) return null;
  const [, year, month, day, hour, minute, second, tenth, zone = ""] = found;
  const local = `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}`;
  return { local, tenth: Number(tenth ?? 0), zone: zone === "Z" ? "+00:00" : zone.replace(ZONE, zoneText) };
}

const zoneText = (_: string, sign: string, hours: string, minutes: string) => `${sign}${pad(hours)}:${pad(minutes)}`;

/** As the server shows it and takes it. */
export function dateText({ local, tenth, zone }: DateParts): string {
  const [date = "", time = ""] = local.split("T");
  const plain = (numbers: string, sign: string) => numbers.split(sign).map(Number).join(sign);
  const [hour = 0, minute = 0, second = 0] = time.split(":").map(Number);
  const behind = zone === "" ? "" : `,${zone[0]}${plain(zone.slice(1), ":")}`;
  return `${plain(date, "-")},${hour}:${minute}:${second}.${tenth}${behind}`;
}

/** A moment as the clock on the wall here shows it. */
export function dateOf(at: Date): DateParts {
  const offset_min = -at.getTimezoneOffset();
  const minutes = Math.abs(offset_min);
  const zone = `${offset_min < 0 ? "-" : "+"}${pad(String(Math.floor(minutes / 60)))}:${pad(String(minutes % 60))}`;
  const day = `${pad(String(at.getFullYear()), 4)}-${pad(String(at.getMonth() + 1))}-${pad(String(at.getDate()))}`;
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => pad(String(part))).join(":");
  return { local: `${day}T${time}`, tenth: Math.floor(at.getMilliseconds() / 100), zone };
}
