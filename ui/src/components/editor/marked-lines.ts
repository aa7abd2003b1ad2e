import { type EditorState, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";

/** Lines counted from 1, both included. */
export interface LineSpan {
  first: number;
  last: number;
}

const mark = Decoration.line({ class: "cm-marked" });
const setMarked = StateEffect.define<LineSpan | null>();

function decorate(doc: Text, span: LineSpan | null): DecorationSet {
  if (!span || span.first < 1) return Decoration.none;
  const lines: number[] = [];
  for (let line = span.first; line <= Math.min(span.last, doc.lines); line += 1) lines.push(doc.line(line).from);
  return Decoration.set(lines.map((from) => mark.range(from)));
}

/** Lines that stand out, as those of one definition. */
export const markedLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { changes, effects, state }) {
    const set = effects.findLast((effect) => effect.is(setMarked));
    return set ? decorate(state.doc, set.value as LineSpan | null) : marks.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const marking = (span: LineSpan | null) => ({ effects: setMarked.of(span) });

/** Puts the cursor into a line and shows it below the upper edge. */
export function showing({ doc }: EditorState, line: number, column = 1) {
  const { from, to } = doc.line(Math.max(1, Math.min(line, doc.lines)));
  const anchor = Math.min(to, from + Math.max(0, column - 1));
  return { selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "start", yMargin: 60 }) };
}
