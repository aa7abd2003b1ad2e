import { StreamLanguage, type StringStream } from "@codemirror/language";

/** JSON as CodeMirror reads it (RFC 8259). Whether a text is JSON is said by who takes it. */
interface State {
  depth: number;
}

const opening = /[{[]/;
const closing = /[}\]]/;

function token(stream: StringStream, state: State): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match(/"(?:[^"\\]|\\.)*"?/)) return stream.match(/\s*:/, false) ? "propertyName" : "string";
  if (stream.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/)) return "number";
  if (stream.match(/(?:true|false|null)\b/)) return "keyword";
  const mark = stream.next() ?? "";
  if (opening.test(mark)) state.depth += 1;
  if (closing.test(mark)) state.depth = Math.max(0, state.depth - 1);
  return null;
}

export const json = StreamLanguage.define<State>({
  name: "json",
  startState: () => ({ depth: 0 }),
  copyState: ({ depth }) => ({ depth }),
  token,
  indent: ({ depth }, textAfter, { unit }) => Math.max(0, depth - (closing.test(textAfter[0] ?? "") ? 1 : 0)) * unit,
  languageData: { closeBrackets: { brackets: ["{", "[", '"'] }, indentOnInput: /^\s*[}\]]$/ },
});
