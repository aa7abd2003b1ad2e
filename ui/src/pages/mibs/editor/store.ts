import { mibCalls } from "../../../api/calls";
import type { CheckedFile, MibSource, TextEdit, UploadedFile } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { keys, queryClient } from "../../../api/queries";
import { whenLeft } from "../../../api/session";
import { tellElsewhere } from "../../../components/toasts/toasts";
import { createStore } from "../../../live/external-store";
import { texts } from "../../../texts";
import { changesOf } from "./changes";

/** The text that is edited. It outlives leaving the page, and goes with the session; only one is edited at a time. */
export interface Editing {
  module: string;
  file: string;
  origin: string;
  /** Of the file that the text was made of, so that nobody's work is overwritten. */
  sha256: string;
  /** The text as the library has it. */
  stored: string;
  text: string;
  /** Somebody else has stored another text meanwhile. */
  isBehind: boolean;
  /** The text is another one than the compiler has looked at, or it looks at it now. */
  isChecking: boolean;
  /** What the compiler says; null until it has looked at a text. */
  check: CheckedFile | null;
  isSaving: boolean;
  /** What became of the text that was saved last. */
  outcome: UploadedFile | null;
  problem: Problem | null;
}

const state = createStore<Editing | null>(null);
const change = (part: Partial<Editing>) => state.update((before) => before && { ...before, ...part });
const PAUSE_MS = 400;
let waiting: ReturnType<typeof setTimeout> | undefined;
let running: AbortController | null = null;
let proposed: { module: string; text: string } | null = null;

export const isDirty = (editing: Editing | null): boolean => editing !== null && editing.text !== editing.stored;

/** Under which the edits of a module are known to who asks about them. */
export const editsKey = (module: string) => `mib ${module}`;

/** The compiler looks at the text when one pauses; what it says of an older text is not waited for. */
function checkSoon(pause_ms: number): void {
  stopChecking();
  waiting = setTimeout(() => void check(), pause_ms);
}

function stopChecking(): void {
  clearTimeout(waiting);
  running?.abort();
}

async function check(): Promise<void> {
  const editing = state.get();
  if (!editing) return;
  const control = new AbortController();
  running = control;
  change({ isChecking: true });
  try {
    const files = [new File([editing.text], editing.file, { type: "text/plain" })];
    const found = await mibCalls.check(files, { signal: control.signal });
    if (!control.signal.aborted) change({ check: found.files[0] ?? null, isChecking: false });
  } catch (cause) {
    if (!control.signal.aborted) change({ problem: Problem.from(cause), isChecking: false });
  }
}

/** Takes up the library's text. Edits stay: where another text came meanwhile, that is said. */
function take(source: MibSource): void {
  const before = state.get();
  const { module, file, origin, sha256, text } = source;
  const isSame = before?.module === module;
  if (isSame && before.sha256 === sha256 && before.stored === text) return;
  if (isSame && isDirty(before) && before.text !== text) {
    if (!before.isSaving) change({ isBehind: before.sha256 !== sha256 });
    return;
  }
  const kept = isSame ? { outcome: before.outcome, check: before.text === text ? before.check : null } : null;
  state.set({
    ...{ module, file, origin, sha256, stored: text, text },
    ...{ isBehind: false, isChecking: false, isSaving: isSame && before.isSaving, problem: null },
    ...{ outcome: kept?.outcome ?? null, check: kept?.check ?? null },
  });
  checkSoon(0);
  if (proposed?.module === module) propose(module, proposed.text);
}

/** Another text, such as an older one, takes the place of the one that is edited, or will be as soon as that is opened. */
function propose(module: string, text: string): void {
  const isOpen = state.get()?.module === module;
  proposed = isOpen ? null : { module, text };
  if (isOpen) edit(text);
}

function edit(text: string): void {
  if (state.get()?.text === text) return;
  change({ text, isChecking: true, outcome: null, problem: null });
  checkSoon(PAUSE_MS);
}

/** Puts the compiler's mends into the text that it looked at. */
function mend(edits: readonly TextEdit[]): void {
  const editing = state.get();
  if (!editing || editing.isChecking) return;
  const changes = changesOf(editing.text, edits);
  let done = 0;
  const pieces = changes.map(({ from, to, insert }) => {
    const kept = editing.text.slice(done, from);
    done = to;
    return kept + insert;
  });
  edit(pieces.join("") + editing.text.slice(done));
  checkSoon(0);
}

/** Stores the text as a new revision; returns the module that is in it now, or null after a failure. */
async function save(isOverwriting = false): Promise<string | null> {
  const before = state.get();
  if (!before || before.isSaving) return null;
  const { text, file, sha256 } = before;
  change({ isSaving: true, problem: null, outcome: null });
  try {
    const { results } = await mibCalls.save(file, text, isOverwriting ? null : sha256);
    const outcome = results[0] ?? null;
    const module = outcome?.mib_name || before.module;
    const source = await mibCalls.source(module);
    queryClient.setQueryData(keys.source(module), source);
    // The file's own encoding may not have had every letter.
    const isAsStored = source.file === file && state.get()?.text === text;
    change({ stored: text, ...(isAsStored ? { stored: source.text, text: source.text } : {}) });
    change({ outcome, origin: source.origin, sha256: source.sha256, isBehind: false, isSaving: false });
    tellElsewhere("/mibs", texts.toasts.saved(file));
    return module;
  } catch (cause) {
    change({ isSaving: false, problem: Problem.from(cause) });
    tellElsewhere("/mibs", texts.mibEditor.failed, cause);
    return null;
  }
}

function discard(): void {
  stopChecking();
  state.set(null);
}

whenLeft(() => {
  proposed = null;
  discard();
});

export const editing = {
  get: state.get,
  set: state.set,
  update: state.update,
  subscribe: state.subscribe,
  take,
  propose,
  edit,
  mend,
  save,
  discard,
};
