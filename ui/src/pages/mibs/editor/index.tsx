import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { mibCalls } from "../../../api/calls";
import { keys } from "../../../api/queries";
import { AskFirst } from "../../../components/ask-first";
import { Editor } from "../../../components/editor";
import { useMay } from "../../../components/role";
import { LoadingState, Notice, ProblemNotice, Strip } from "../../../components/states";
import { useUnsaved } from "../../../components/unsaved/use-unsaved";
import { navigate } from "../../../hash-location";
import { useStore } from "../../../live/external-store";
import { texts } from "../../../texts";
import { Findings } from "../findings";
import classes from "../mibs.module.css";
import { formatPlace } from "../place";
import { marksOf } from "./changes";
import { EditorHead, EditorNotices } from "./head";
import { type Editing, editing, editsKey, isDirty } from "./store";

const words = texts.mibEditor;

interface SourceEditorProps {
  module: string;
  /** The line that is shown first; 0 is none. */
  line: number;
}

/** The text of a module to be changed: what the compiler says while one types, its mends, and saving as a new revision. */
export function SourceEditor({ module, line }: SourceEditorProps) {
  const current = useStore(editing, (state) => state);
  const isOther = current !== null && current.module !== module && isDirty(current);
  if (isOther) return <OtherUnsaved current={current} wanted={module} />;
  return <Opened key={module} module={module} line={line} current={current?.module === module ? current : null} />;
}

function Opened({ module, line, current }: SourceEditorProps & { current: Editing | null }) {
  const asked = useQuery({ queryKey: keys.source(module), queryFn: () => mibCalls.source(module) });
  const source = asked.data;
  const isOpen = current !== null;
  const isReadable = source && !source.is_changed && !source.is_cut;
  // biome-ignore lint/correctness/useExhaustiveDependencies: edits that were thrown away make room for the text as it is.
  useEffect(() => {
    if (isReadable) editing.take(source);
  }, [source, isReadable, isOpen]);
  if (asked.isError && !current) {
    return (
      <Strip>
        <ProblemNotice title={words.openFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
      </Strip>
    );
  }
  if (source && !isReadable && !current) {
    return (
      <Strip>
        <Notice kind="warning" title={source.is_cut ? words.tooLong : texts.browser.sourceChanged}>
          {source.is_cut ? null : <p>{words.changedHelp}</p>}
        </Notice>
      </Strip>
    );
  }
  return current ? <Desk current={current} line={line} /> : <LoadingState />;
}

/** The text, and beside it what was found. */
function Desk({ current, line }: { current: Editing; line: number }) {
  const [place, setPlace] = useState<{ line: number; column?: number } | null>(line > 0 ? { line } : null);
  useEffect(() => {
    if (line > 0) setPlace({ line });
  }, [line]);
  const mayChange = useMay("operator");
  const { check, text, module } = current;
  useUnsaved(editsKey(module), {
    isEdited: isDirty(current),
    label: words.title(module),
    isKept: true,
    discard: editing.discard,
  });
  const save = async (isOverwriting = false) => {
    const stored = await editing.save(isOverwriting);
    if (stored !== null && stored !== module) navigate(formatPlace({ edit: stored, line: 0 }), { replace: true });
  };
  // Marks are made of the text that was checked; CodeMirror moves them with what is typed after.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a later text is another check's business.
  const marks = useMemo(() => (check ? marksOf(text, check.findings ?? []) : undefined), [check]);
  const found = (check?.error_count ?? 0) + (check?.warnings ?? 0) + (check?.styles ?? 0);
  return (
    <section className={classes.desk} aria-label={words.title(current.module)}>
      <EditorHead current={current} onSave={() => void save()} />
      <EditorNotices current={current} onOverwrite={() => void save(true)} />
      <div className={classes.split}>
        <Editor
          id="mib-text"
          label={words.text(current.module)}
          language="asn1"
          value={text}
          isReadOnly={!mayChange}
          onChange={editing.edit}
          onSave={() => void save()}
          diagnostics={marks}
          place={place}
        />
        <aside className={classes.found} aria-label={words.found} aria-busy={current.isChecking}>
          {check ? (
            <Findings
              findings={check.findings ?? []}
              total={found}
              onFix={mayChange ? editing.mend : undefined}
              onOpen={(finding) => setPlace({ line: finding.line, column: finding.column })}
            />
          ) : (
            <LoadingState label={words.checking} />
          )}
        </aside>
      </div>
    </section>
  );
}

/** Another text has edits that are not saved: they are not thrown away by following a link. */
function OtherUnsaved({ current, wanted }: { current: Editing; wanted: string }) {
  return (
    <Strip>
      <Notice kind="warning" title={words.otherUnsaved(current.module)}>
        <p>{words.otherUnsavedHelp(wanted)}</p>
        <div className={classes.actions}>
          <Button size="compact-sm" onClick={() => navigate(formatPlace({ edit: current.module, line: 0 }))}>
            {words.goOn(current.module)}
          </Button>
          <AskFirst
            target={(toggle) => (
              <Button variant="default" size="compact-sm" onClick={toggle}>
                {words.discard}
              </Button>
            )}
            question={words.discardAsk(current.module)}
            confirm={words.discard}
            failed={words.failed}
            act={async () => editing.discard()}
            onDone={() => {}}
            position="bottom-start"
          />
        </div>
      </Notice>
    </Strip>
  );
}
