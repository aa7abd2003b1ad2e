/** A MIB's text without the breaks that only its file's width asked for; those that mean something stay. */
export function reflowed(text: string): string {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const width = Math.max(...lines.map((line) => line.length));
  return lines.reduce((said, line, index) => {
    const before = lines[index - 1] ?? "";
    return said + (isSoft(before, line, width) ? " " : "\n") + line;
  });
}

/** Whether a line ended only because the next one's first word would not have fitted in the widest line. */
function isSoft(before: string, line: string, width: number): boolean {
  if (before === "" || !/^[\p{L}\p{N}("'<]/u.test(line)) return false;
  if (/^\s|\S {3,}\S|:$/.test(before)) return false;
  const [word = ""] = line.split(" ", 1);
  return before.length + 1 + word.length > width;
}
