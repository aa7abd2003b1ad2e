import { autocompletion, type CompletionContext, type CompletionResult, ifNotIn } from "@codemirror/autocomplete";
import { indentWithTab } from "@codemirror/commands";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap, ViewPlugin } from "@codemirror/view";
import { basicSetup } from "codemirror";
import { type RefObject, useEffect, useRef, useState } from "react";
import { asn1, asn1Words } from "./asn1";
import classes from "./editor.module.css";
import { changeBetween, diagnosticsOf, type EditorFinding } from "./findings";
import { json } from "./json";
import { look } from "./look";
import { type LineSpan, markedLines, marking, showing } from "./marked-lines";

const languages = { asn1, json } as const;

/** A word that is offered while one types, with what is said beside it. */
export interface OfferedWord {
  label: string;
  detail?: string;
}

export interface EditorProps {
  id: string;
  label: string;
  language: keyof typeof languages;
  /** The text. `onChange` tells each change of it; a value that was not told by it takes the place of the text. */
  value: string;
  onChange?: (text: string) => void;
  isReadOnly?: boolean;
  diagnostics?: readonly EditorFinding[];
  /** Offers what fits the letters typed so far; without it a MIB offers its own words and those of SMI. */
  completions?: (typed: string) => Promise<readonly OfferedWord[]>;
  /** The line that is shown; a new object shows it again. */
  place?: { line: number; column?: number } | null;
  /** Lines that stand out. */
  marked?: LineSpan | null;
  /** Ctrl-S, or Cmd-S. */
  onSave?: () => void;
}

/**
 * A text to read or to edit. It lives in a shadow root: there CodeMirror adopts its style sheets, which the page's policy
 * allows, instead of writing style elements, which it does not. Tab indents where one edits; Escape and then Tab leaves.
 */
export default function CodeEditor(props: EditorProps) {
  const { id, language, label, value, isReadOnly = false, diagnostics, place, marked } = props;
  const host = useRef<HTMLDivElement>(null);
  const latest = useLatest(props);
  const told = useRef(value);
  const [view, setView] = useState<EditorView | null>(null);
  const [writing] = useState(() => new Compartment());

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    const extensions = [
      basicSetup,
      keymap.of([indentWithTab]),
      languages[language],
      offering(latest),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
      lintGutter(),
      markedLines,
      look,
      telling(latest, told),
      writing.of([]),
    ];
    told.current = latest.current.value;
    const made = new EditorView({ state: EditorState.create({ doc: told.current, extensions }), parent: root, root });
    setView(made);
    return () => made.destroy();
  }, [language, label, latest, writing]);

  useEffect(() => {
    if (!view || value === told.current) return;
    const change = changeBetween(view.state.doc.toString(), value.replaceAll(/\r\n?/g, "\n"));
    view.dispatch({ changes: change, annotations: given.of(true) });
    told.current = value;
  }, [view, value]);
  useEffect(() => {
    view?.dispatch({ effects: writing.reconfigure(EditorState.readOnly.of(isReadOnly)) });
  }, [view, isReadOnly, writing]);
  useEffect(() => {
    view?.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state.doc, diagnostics ?? [])));
  }, [view, diagnostics]);
  useEffect(() => {
    view?.dispatch(marking(marked ?? null));
  }, [view, marked]);
  useEffect(() => {
    if (view && place) view.dispatch(showing(view.state, place.line, place.column));
  }, [view, place]);
  return <div ref={host} id={id} className={classes.editor} />;
}

type Latest = RefObject<EditorProps>;

function useLatest<Value>(value: Value): RefObject<Value> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** Marks a change that came from outside: whoever made it need not be told. */
const given = Annotation.define<boolean>();

/** From this length on a text is told in a pause: making one string of megabytes at each letter would be felt. */
const LONG = 200_000;
const PAUSE_MS = 200;

/** Tells changes of the text, at the latest when the focus leaves it, so that whatever is clicked next knows them. */
function telling(latest: Latest, told: RefObject<string>): Extension {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const tell = ({ state }: EditorView) => {
    clearTimeout(waiting);
    waiting = undefined;
    told.current = state.doc.toString();
    latest.current.onChange?.(told.current);
  };
  const tellWaiting = (view: EditorView) => {
    if (waiting !== undefined) tell(view);
  };
  const listener = EditorView.updateListener.of(({ docChanged, view, transactions }) => {
    if (!docChanged || transactions.some((each) => each.annotation(given))) return;
    clearTimeout(waiting);
    if (view.state.doc.length > LONG) waiting = setTimeout(() => tell(view), PAUSE_MS);
    else tell(view);
  });
  const save = (view: EditorView) => {
    tellWaiting(view);
    latest.current.onSave?.();
    return latest.current.onSave !== undefined;
  };
  const leaving = EditorView.domEventHandlers({ blur: (_, view) => tellWaiting(view) });
  const ending = ViewPlugin.define((view) => ({ destroy: () => tellWaiting(view) }));
  return [listener, leaving, ending, Prec.high(keymap.of([{ key: "Mod-s", run: save }]))];
}

/** How far around the cursor words of the text are offered: a whole one may have megabytes. */
const NEAR = 20_000;
const LONG_WORD = /[A-Za-z][\w-]{3,}/g;

function nearWords(context: CompletionContext): CompletionResult | null {
  const typed = context.matchBefore(/[A-Za-z][\w-]*/);
  if (!typed || (typed.text.length < 3 && !context.explicit)) return null;
  const { state, pos } = context;
  const around = `${state.sliceDoc(Math.max(0, pos - NEAR), typed.from)} ${state.sliceDoc(pos, pos + NEAR)}`;
  const words = new Set([...asn1Words, ...(around.match(LONG_WORD) ?? [])]);
  return { from: typed.from, options: [...words].map((label) => ({ label })), validFor: /^[\w-]*$/ };
}

const TYPED = /[\w:.-]+/;

function offering(latest: Latest): Extension {
  const asked = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { completions } = latest.current;
    const typed = context.matchBefore(TYPED);
    if (!completions || (!typed && !context.explicit)) return null;
    const options = await completions(typed?.text ?? "");
    return { from: typed?.from ?? context.pos, options: options.map((word) => ({ ...word })), filter: false };
  };
  const own = ifNotIn(["string", "comment"], (context) => {
    const { completions, language } = latest.current;
    return completions || language !== "asn1" ? null : nearWords(context);
  });
  return autocompletion({ override: [asked, own] });
}
