/**
 * The index of an instance, taken apart as the server wrote it behind the column's name: `.3`, `."abc".4`,
 * `.ipv4."127.0.0.1"`. Each part belongs to one object of the INDEX clause (RFC 2578 §7.7).
 */
const quoted = /^(["'])((?:\\.|(?!\1)[^\\])*)\1(?=\.|$)/s;
const IP_ADDRESS_ARCS = 4;

/** The parts in the order of the INDEX, or null where the text does not fit it: then it is shown as a whole. */
export function splitIndex(text: string, syntaxes: readonly string[]): string[] | null {
  const parts: string[] = [];
  let rest = text;
  for (const syntax of syntaxes) {
    if (rest === "") return null;
    const taken = takePart(rest, syntax);
    if (!taken) return null;
    parts.push(taken.shown);
    rest = rest.slice(taken.length + 1);
  }
  return rest === "" ? parts : null;
}

function takePart(text: string, syntax: string): { shown: string; length: number } | null {
  const match = quoted.exec(text);
  if (match) return { shown: (match[2] ?? "").replace(/\\(.)/gs, "$1"), length: match[0].length };
  const pieces = text.split(".");
  // NetworkAddress begins with the kind of address, which is always 1 (RFC 1212 §4.1.6).
  if (/^NetworkAddress\b/.test(syntax)) return numbers(pieces, 1, IP_ADDRESS_ARCS);
  if (/^IpAddress\b/.test(syntax)) return numbers(pieces, 0, IP_ADDRESS_ARCS);
  if (/^OBJECT IDENTIFIER\b/.test(syntax)) return numbers(pieces, 1, Number(pieces[0]));
  const [first = ""] = pieces;
  return { shown: first, length: first.length };
}

function numbers(pieces: readonly string[], start: number, count: number): { shown: string; length: number } | null {
  const all = pieces.slice(0, start + count);
  if (all.length < start + count || !all.every((piece) => /^\d+$/.test(piece))) return null;
  return { shown: all.slice(start).join("."), length: all.join(".").length };
}
