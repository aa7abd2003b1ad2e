/** The value in a JSON text, or why there is none and on which line; browsers say the place in words of their own. */
export function readJson(text: string): { value: unknown } | { fault: { line: number; message: string } } {
  try {
    return { value: JSON.parse(text) };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const line = /line (\d+)/.exec(message)?.[1];
    const position = /position (\d+)/.exec(message)?.[1];
    const before = position ? text.slice(0, Number(position)) : text;
    // A text that ends too early is at fault where its last words are, not on the empty line behind them.
    const last = text.trimEnd().split("\n").length;
    return { fault: { line: Math.min(line ? Number(line) : before.split("\n").length, last), message } };
  }
}
