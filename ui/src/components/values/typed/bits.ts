/** BITS as names with spaces between them, which is how the server takes them; bits without a name are numbers. */

const words = (text: string) => text.split(/[\s{},]+/).filter(Boolean);
const isNumber = /^\d+$/;

/** The numbers of the bits in a text of names and numbers; null where a word is neither. */
export function readBits(text: string, labels: Readonly<Record<string, number>>): ReadonlySet<number> | null {
  const known = new Map(Object.entries(labels));
  const numbers = words(text).map((word) => known.get(word) ?? (isNumber.test(word) ? Number(word) : null));
  const bits = numbers.filter((number) => number !== null);
  return bits.length < numbers.length ? null : new Set(bits);
}

export function bitsText(bits: Iterable<number>, labels: Readonly<Record<string, number>>): string {
  const names = new Map(Object.entries(labels).map(([label, number]) => [number, label]));
  return [...bits]
    .sort((one, other) => one - other)
    .map((bit) => names.get(bit) ?? String(bit))
    .join(" ");
}

/** The bits of octets, counted from the highest of the first (RFC 2578 §7.1.4). */
export function bitsOf(octets: Uint8Array): number[] {
  return [...octets].flatMap((octet, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => octet & (0x80 >> bit)).map((bit) => at * 8 + bit),
  );
}
