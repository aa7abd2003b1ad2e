import { useEffect, useRef } from "react";
import { dropEdits, type Edits, leaveEdits, noteEdits } from "./edits";

interface UnsavedOf extends Edits {
  isEdited: boolean;
}

/**
 * Has it asked about before what was typed is left or lost: going elsewhere, by whatever way, logging out, closing the tab.
 * `key` names the form among all of the application.
 */
export function useUnsaved(key: string, { isEdited, label, isKept, isOver = false, discard }: UnsavedOf): void {
  const latest = useRef(discard);
  useEffect(() => {
    latest.current = discard;
  }, [discard]);
  useEffect(() => {
    if (isEdited) noteEdits(key, { label, isKept, isOver, discard: () => latest.current() });
    else dropEdits(key);
  }, [key, isEdited, label, isKept, isOver]);
  useEffect(() => () => leaveEdits(key), [key]);
}
