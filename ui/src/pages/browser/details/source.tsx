import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { mibCalls } from "../../../api/calls";
import type { MibFinding } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { Editor, type EditorFinding } from "../../../components/editor";
import { LoadingState, Notice, ProblemNotice, Strip } from "../../../components/states";
import { formatHash } from "../../../hash-location";
import { texts } from "../../../texts";
import { formatPlace as formatMibPlace } from "../../mibs/place";
import classes from "./details.module.css";

const words = texts.browser;

interface SourceProps {
  module: string;
  /** The lines of the definition, the first counting as 1; zeros show the text from its beginning. */
  first: number;
  last: number;
}

/** The text of a module at a definition's lines, with what the compiler found. */
export function Source({ module, first, last }: SourceProps) {
  const found = useQuery({ queryKey: keys.source(module), queryFn: () => mibCalls.source(module) });
  const diagnostics = found.data?.diagnostics;
  const findings = useMemo(() => diagnostics?.map(editorFinding), [diagnostics]);
  const marked = useMemo(() => (first > 0 ? { first, last } : null), [first, last]);
  const place = useMemo(() => (first > 0 ? { line: first } : null), [first]);
  if (found.isError) {
    return (
      <Strip>
        <ProblemNotice title={words.sourceFailed} cause={found.error} onRetry={() => void found.refetch()} />
      </Strip>
    );
  }
  if (!found.data) return <LoadingState />;
  if (found.data.is_changed) {
    return (
      <Strip>
        <Notice kind="warning" title={words.sourceChanged}>
          <p>{words.sourceChangedHelp}</p>
        </Notice>
      </Strip>
    );
  }
  return (
    <>
      <div className={classes.sourceBar}>
        <span className={classes.quiet}>{words.sourceOf(found.data.file, first, last)}</span>
        <a
          id="mib-source-edit"
          className={classes.link}
          href={formatHash(formatMibPlace({ edit: module, line: first }))}
        >
          {words.edit}
        </a>
      </div>
      <Editor
        id="mib-source"
        label={words.sourceLabel(module)}
        language="asn1"
        value={found.data.text}
        isReadOnly
        diagnostics={findings}
        marked={marked}
        place={place}
      />
    </>
  );
}

const severities: Readonly<Record<string, EditorFinding["severity"]>> = { error: "error", warning: "warning" };

function editorFinding({ line, column, severity, message, hint }: MibFinding): EditorFinding {
  const said = hint ? `${message}\n${hint}` : message;
  return { line, column, severity: severities[severity] ?? "info", message: said };
}
