import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The colours of the page, light and dark: its variables reach into the shadow root. */
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--blue)" },
  { tag: tags.macroName, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.definition(tags.variableName), color: "var(--text)", fontWeight: "600" },
  { tag: tags.typeName, color: "var(--green)" },
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: tags.string, color: "var(--dim)" },
  { tag: tags.comment, color: "var(--faint)", fontStyle: "italic" },
  { tag: tags.number, color: "var(--amber)" },
]);

const raised = { backgroundColor: "var(--raised)", color: "var(--text)" };
const theme = EditorView.theme({
  "&": { flex: "1", minWidth: "0", color: "var(--text)", backgroundColor: "var(--bg)", fontSize: "13px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--faint)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { boxShadow: "inset 0 0 0 1px var(--line)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--hover)", color: "var(--text)" },
  ".cm-marked": { backgroundColor: "var(--accent-soft)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-soft)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--blue-soft)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--red-soft)" },
  ".cm-selectionMatch": { backgroundColor: "var(--blue-soft)" },
  ".cm-searchMatch": { backgroundColor: "var(--amber-soft)", outline: "1px solid var(--amber)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--accent-soft)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--hover)", color: "var(--dim)", border: "1px solid var(--line)" },
  ".cm-panels": { backgroundColor: "var(--surface)", color: "var(--text)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-textfield, .cm-button": { ...raised, backgroundImage: "none", border: "1px solid var(--line-strong)" },
  ".cm-panel.cm-search label": { fontSize: "12px" },
  ".cm-panel.cm-search [name=close]": { color: "var(--text)" },
  ".cm-tooltip": { ...raised, border: "1px solid var(--line-strong)", borderRadius: "var(--radius)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--text)" },
  ".cm-completionDetail": { color: "var(--dim)", fontStyle: "normal" },
  ".cm-diagnostic": { maxWidth: "70ch", fontFamily: "var(--font-text)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--red)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--amber)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--blue)" },
  ".cm-diagnosticAction": { ...raised, border: "1px solid var(--line-strong)", fontSize: "12px" },
  ".cm-lintRange-error": { backgroundImage: "none", borderBottom: "2px solid var(--red)" },
  ".cm-lintRange-warning": { backgroundImage: "none", borderBottom: "2px solid var(--amber)" },
  ".cm-lintRange-info": { backgroundImage: "none", borderBottom: "2px dotted var(--blue)" },
  ".cm-lintPoint:after": { borderBottomColor: "var(--red)" },
  ".cm-lint-marker": { width: "10px", height: "10px", borderRadius: "50%", content: '""' },
  ".cm-lint-marker-error": { backgroundColor: "var(--red)", borderRadius: "2px", content: '""' },
  ".cm-lint-marker-warning": { backgroundColor: "var(--amber)", content: '""' },
  ".cm-lint-marker-info": { border: "2px solid var(--blue)", content: '""' },
});

export const look = [theme, syntaxHighlighting(colours)];
