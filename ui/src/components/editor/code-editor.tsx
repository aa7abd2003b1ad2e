import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completeAnyWord,
  completeFromList,
  ifNotIn,
} from "@codemirror/autocomplete";
import { indentWithTab } from "@codemirror/commands";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
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
      saving(latest),
      basicSetup,
      keymap.of([indentWithTab]),
      languages[language],
      offering(latest),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label }),
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

function telling(latest: Latest, told: RefObject<string>): Extension {
  return EditorView.updateListener.of(({ docChanged, state, transactions }) => {
    if (!docChanged || transactions.some((each) => each.annotation(given))) return;
    told.current = state.doc.toString();
    latest.current.onChange?.(told.current);
  });
}

function saving(latest: Latest): Extension {
  const run = () => {
    latest.current.onSave?.();
    return latest.current.onSave !== undefined;
  };
  return keymap.of([{ key: "Mod-s", run }]);
}

const ownWords = [completeFromList([...asn1Words]), completeAnyWord];
const TYPED = /[\w:.-]+/;

function offering(latest: Latest): Extension {
  const asked = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { completions } = latest.current;
    const typed = context.matchBefore(TYPED);
    if (!completions || (!typed && !context.explicit)) return null;
    const options = await completions(typed?.text ?? "");
    return { from: typed?.from ?? context.pos, options: options.map((word) => ({ ...word })), filter: false };
  };
  const own = ownWords.map((source) =>
    ifNotIn(["string", "comment"], (context) => {
      const { completions, language } = latest.current;
      return completions || language !== "asn1" ? null : source(context);
    }),
  );
  return autocompletion({ override: [asked, ...own] });
}
