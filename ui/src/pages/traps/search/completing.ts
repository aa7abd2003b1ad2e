import type { Completion } from "../../../api/generated";

/** The query with a proposal in its place, and where the cursor stands then. */
export function completed(query: string, { start, length }: Pick<Completion, "start" | "length">, text: string) {
  const isField = /[:=<>~]$/.test(text);
  const rest = query.slice(start + length);
  const gap = isField || rest.startsWith(" ") ? "" : " ";
  return { query: `${query.slice(0, start)}${text}${gap}${rest}`, at: start + text.length + gap.length };
}

/** A query in three parts, the middle one of which cannot be meant. */
export function wrongPart(query: string, column: number, length: number): readonly [string, string, string] {
  const end = Math.max(column + 1, column + length);
  const shown = query.length > column ? query : query.padEnd(column + 1);
  return [shown.slice(0, column), shown.slice(column, end), shown.slice(end)];
}
