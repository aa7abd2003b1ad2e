import { useEffect, useRef } from "react";

/** Single keys belong to the page only while nobody is typing. */
export function isTyping(target: EventTarget | null): boolean {
  // Outside of a shadow root, as that of the text editor, only the element that has it is seen.
  const inner = target instanceof HTMLElement ? (target.shadowRoot?.activeElement ?? target) : null;
  if (!(inner instanceof HTMLElement)) return false;
  return inner.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(inner.tagName);
}

/** False while the focus is on nothing, or on something that is hidden by now. */
export function isFocusSeen(): boolean {
  const focused = document.activeElement;
  return focused !== null && focused !== document.body && focused.getClientRects().length > 0;
}

function isOverlayOpen(): boolean {
  return document.querySelector("[role='dialog'], [role='menu']") !== null;
}

export function isPlainKey(event: KeyboardEvent): boolean {
  return !(event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented);
}

/** A page-wide key without modifiers; `null` switches it off. */
export function useHotkey(key: string, act: (() => void) | null): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  const isEnabled = act !== null;
  useEffect(() => {
    if (!isEnabled) return undefined;
    const handleKey = (event: KeyboardEvent) => {
      if (event.key !== key || !isPlainKey(event) || isTyping(event.target) || isOverlayOpen()) return;
      event.preventDefault();
      latest.current?.();
    };
    document.addEventListener("keydown", handleKey);
    return () => document.removeEventListener("keydown", handleKey);
  }, [key, isEnabled]);
}

const SEQUENCE_WITHIN_MS = 1200;

/** A prefix key followed by a second one, like `g t`. */
export function useKeySequence(prefix: string, act: (key: string) => boolean): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    let prefixAt_ms = Number.NEGATIVE_INFINITY;
    const handleKey = (event: KeyboardEvent) => {
      if (!isPlainKey(event) || isTyping(event.target) || isOverlayOpen()) return;
      const isSecond = event.timeStamp - prefixAt_ms < SEQUENCE_WITHIN_MS;
      prefixAt_ms = Number.NEGATIVE_INFINITY;
      if (isSecond && latest.current(event.key)) {
        event.preventDefault();
        event.stopPropagation();
      } else if (event.key === prefix) prefixAt_ms = event.timeStamp;
    };
    document.addEventListener("keydown", handleKey, { capture: true });
    return () => document.removeEventListener("keydown", handleKey, { capture: true });
  }, [prefix]);
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
export const commandKey = isMac ? "⌘" : "Ctrl";
