import type { PlacedFinding, TextEdit } from "../../../api/generated";
import type { EditorFinding, TextChange } from "../../../components/editor";
import { texts } from "../../../texts";
import { unitsOf, withoutOverlaps } from "../mend";

/** The compiler's edits as changes of the text that it looked at; those that overlap an earlier one wait for the next check. */
export function changesOf(text: string, edits: readonly TextEdit[]): TextChange[] {
  const chosen = withoutOverlaps(edits);
  const unitAt = unitsOf(
    text,
    chosen.flatMap(({ start, end }) => [start, end]),
  );
  return chosen.map(({ start, end, replacement }) => ({ from: unitAt(start), to: unitAt(end), insert: replacement }));
}

const severities: Readonly<Record<string, EditorFinding["severity"]>> = { error: "error", warning: "warning" };

/** The compiler's findings as marks in the text that it looked at. */
export function marksOf(text: string, findings: readonly PlacedFinding[]): EditorFinding[] {
  const offsets = findings.flatMap(({ start = 0, end = 0, edit }) => [
    start,
    end,
    ...(edit ? [edit.start, edit.end] : []),
  ]);
  const unitAt = unitsOf(text, offsets);
  return findings.map(({ severity, line, column, message, hint, start = 0, end = 0, edit }) => ({
    severity: severities[severity] ?? "info",
    message: hint ? `${message}\n${hint}` : message,
    line,
    column,
    ...(end > start ? { span: { from: unitAt(start), to: unitAt(end) } } : {}),
    ...(edit
      ? {
          fix: {
            label: texts.mibs.fix,
            changes: [{ from: unitAt(edit.start), to: unitAt(edit.end), insert: edit.replacement }],
          },
        }
      : {}),
  }));
}
