import type { Action, Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";

/** What is put in the place of a part of the text; offsets count UTF-16 units. */
export interface TextChange {
  from: number;
  to: number;
  insert: string;
}

/** Something that was found in a text. */
export interface EditorFinding {
  severity: "error" | "warning" | "info";
  message: string;
  /** Counted from 1. */
  line: number;
  /** Counted from 1; from there to the end of the line is marked, unless `span` says it exactly. */
  column?: number;
  span?: { from: number; to: number };
  /** What mends it: a button beside the message. */
  fix?: { label: string; changes: readonly TextChange[] };
}

/** Findings as CodeMirror's lint marks; those that are not in the text are left out. */
export function diagnosticsOf(doc: Text, findings: readonly EditorFinding[]): Diagnostic[] {
  return findings
    .filter(({ line }) => line > 0 && line <= doc.lines)
    .map(({ severity, message, line, column = 1, span, fix }) => {
      const whole = doc.line(line);
      const from = Math.min(span?.from ?? whole.from + column - 1, span ? doc.length : whole.to);
      const to = Math.max(from, Math.min(span?.to ?? whole.to, doc.length));
      return { from, to, severity, message, ...(fix ? { actions: [actionOf(doc, from, fix)] } : {}) };
    });
}

/** The text may have moved since it was looked at: the fix moves with it, and does nothing where other words stand now. */
function actionOf(doc: Text, from: number, { label, changes }: NonNullable<EditorFinding["fix"]>): Action {
  const replaced = changes.map((change) => doc.sliceString(change.from, change.to));
  return {
    name: label,
    apply(view, fromNow) {
      const shift = fromNow - from;
      const moved = changes.map((change) => ({ ...change, from: change.from + shift, to: change.to + shift }));
      const isSame = moved.every((change, at) => view.state.sliceDoc(change.from, change.to) === replaced[at]);
      if (isSame) view.dispatch({ changes: moved, userEvent: "input.fix" });
    },
  };
}

/** The one change that makes a text of another: what they share at both ends stays, and with it the place of the cursor. */
export function changeBetween(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - end - 1) === after.charCodeAt(after.length - end - 1)
  )
    end += 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
