import { lazy, Suspense } from "react";
import { LoadingState } from "../states";
import type { EditorProps } from "./code-editor";

export type { EditorProps, OfferedWord } from "./code-editor";
export type { EditorFinding, TextChange } from "./findings";
export type { LineSpan } from "./marked-lines";

/** CodeMirror comes when the first text is shown: it is as large as all the rest of a page. */
const LazyEditor = lazy(() => import("./code-editor"));

export function Editor(props: EditorProps) {
  return (
    <Suspense fallback={<LoadingState />}>
      <LazyEditor {...props} />
    </Suspense>
  );
}
