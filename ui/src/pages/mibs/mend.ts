import type { TextEdit } from "../../api/generated";

/**
 * The compiler's edits in the octets of a file: encoding and line ends stay. Offsets count characters of the decoded
 * text without byte order mark and with LF alone as line end; a character outside the first plane counts once.
 */
const MARK = [0xef, 0xbb, 0xbf];

interface Decoded {
  text: string;
  encode: (text: string) => Uint8Array<ArrayBuffer>;
}

function decode(octets: Uint8Array): Decoded | null {
  const [first, second] = octets;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return null;
  const hasMark = MARK.every((octet, index) => octets[index] === octet);
  const body = hasMark ? octets.subarray(MARK.length) : octets;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
    return { text, encode: (edited) => new TextEncoder().encode(hasMark ? `\ufeff${edited}` : edited) };
  } catch {
    const text = Array.from(body, (octet) => String.fromCharCode(octet)).join("");
    return { text, encode: (edited) => Uint8Array.from(edited, (letter) => letter.charCodeAt(0)) };
  }
}

/** Where each asked offset is in a text that still has its own line ends, counted in UTF-16 units; offsets ascend. */
function placesIn(text: string, offsets: readonly number[]): number[] {
  const places: number[] = [];
  let unit = 0;
  let character = 0;
  for (const offset of offsets) {
    while (character < offset && unit < text.length) {
      const isPair = text.charCodeAt(unit) === 13 && text.charCodeAt(unit + 1) === 10;
      unit += isPair || (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
      character += 1;
    }
    places.push(unit);
  }
  return places;
}

/** Places of offsets in a text that was decoded already, in UTF-16 units, which is how scripts count. */
export function unitsOf(text: string, offsets: readonly number[]): (offset: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (offset) => Math.min(offset, text.length);
  const ascending = [...new Set(offsets)].sort((a, b) => a - b);
  const places = placesIn(text, ascending);
  const known = new Map(ascending.map((offset, index) => [offset, places[index] ?? text.length]));
  return (offset) => known.get(offset) ?? text.length;
}

/** Edits by place, without those that touch what an earlier one changes: they wait for the next check. */
export function withoutOverlaps(edits: readonly TextEdit[]): TextEdit[] {
  const kept: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = kept.at(-1);
    if (!last || edit.start >= Math.max(last.end, last.start + 1)) kept.push(edit);
  }
  return kept;
}

function lineEndOf(text: string): string {
  const pairs = text.split("\r\n").length - 1;
  const feeds = text.split("\n").length - 1;
  return pairs * 2 > feeds ? "\r\n" : feeds === 0 && text.includes("\r") ? "\r" : "\n";
}

/** The mended octets; null where the encoding could not be written back as it was. */
export function mend(octets: Uint8Array, edits: readonly TextEdit[]): Uint8Array<ArrayBuffer> | null {
  const decoded = decode(octets);
  if (!decoded) return null;
  const { text } = decoded;
  const chosen = withoutOverlaps(edits);
  const places = placesIn(
    text,
    chosen.flatMap(({ start, end }) => [start, end]),
  );
  const lineEnd = lineEndOf(text);
  let done = 0;
  const pieces = chosen.map(({ replacement }, index) => {
    const kept = text.slice(done, places[2 * index]);
    done = places[2 * index + 1] ?? text.length;
    return kept + replacement.replaceAll("\n", lineEnd);
  });
  return decoded.encode(pieces.join("") + text.slice(done));
}

export async function mendFile(file: File, edits: readonly TextEdit[]): Promise<File | null> {
  const mended = mend(new Uint8Array(await file.arrayBuffer()), edits);
  return mended && new File([mended], file.name, { type: file.type });
}
