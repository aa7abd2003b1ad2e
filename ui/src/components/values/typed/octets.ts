const HEX = /^(?:0x|Hex-STRING:)\s*((?:[0-9a-f]{2}\s*)*)$/i;
const PAIRS = /^[0-9a-f]{2}(?:\s+[0-9a-f]{2})+\s*$/i;
const GROUPS = /^(?:[0-9a-f]{4}[.:]){2}[0-9a-f]{4}$/i;
const SINGLE = /^[0-9a-f]{1,2}(?:[-:. ][0-9a-f]{1,2})+$/i;

const pairs = (digits: string) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** The octets of `0x001e…`; null for a text that is meant as a text. */
export function readHex(text: string): Uint8Array | null {
  const digits = HEX.exec(text.trim())?.[1];
  return digits === undefined ? null : pairs(digits.replaceAll(/\s/g, ""));
}

export function hexText(octets: Uint8Array): string {
  return `0x${[...octets].map((octet) => octet.toString(16).padStart(2, "0")).join("")}`;
}

/** The octets of a value as rows have it: `0x…` where they are no text. */
export function octetsOf(value: string): Uint8Array {
  return readHex(value) ?? new TextEncoder().encode(value);
}

/** What is meant by a text for octets: pairs of digits that would be no text are hexadecimal too, as the server has it. */
export function meantOctets(text: string): { octets: Uint8Array; isHex: boolean } {
  const named = readHex(text);
  if (named) return { octets: named, isHex: true };
  const paired = PAIRS.test(text) ? pairs(text.replaceAll(/\s/g, "")) : null;
  if (paired && textOf(paired) === null) return { octets: paired, isHex: true };
  return { octets: new TextEncoder().encode(text), isHex: false };
}

/** Octets as a text, null where some could not be seen in it. */
export function textOf(octets: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(octets);
    return /^[^\p{C}]*$/u.test(text) ? text : null;
  } catch {
    return null;
  }
}

/** `0:1e:aa:0:0:1`, `00-1E-…`, `001e.aa00.0001` or `0x001eaa000001`; null for anything else. */
export function readHardwareAddress(text: string): Uint8Array | null {
  const typed = text.trim();
  if (GROUPS.test(typed)) return pairs(typed.replaceAll(/[.:]/g, ""));
  if (SINGLE.test(typed)) return Uint8Array.from(typed.split(/[-:. ]/), (part) => Number.parseInt(part, 16));
  return readHex(typed);
}

export function hardwareAddressText(octets: Uint8Array): string {
  return [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join(":");
}
