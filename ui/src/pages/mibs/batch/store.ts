import { mibCalls } from "../../../api/calls";
import type { BatchCheck, FetchOutcome, TextEdit, UploadOutcome } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { whenLeft } from "../../../api/session";
import { tellElsewhere } from "../../../components/toasts/toasts";
import { createStore } from "../../../live/external-store";
import { onFrame } from "../../../live/frames";
import { texts } from "../../../texts";
import { mendFile } from "../mend";

/** The files that are about to be uploaded. They outlive leaving the page, and go with the session. */
export type BatchPhase = "idle" | "checking" | "checked" | "uploading" | "done";

export interface BatchState {
  phase: BatchPhase;
  files: readonly File[];
  /** How much of the files has left: from 0 to 1. */
  sent: number;
  check: BatchCheck | null;
  outcome: UploadOutcome | null;
  fetched: FetchOutcome | null;
  problem: Problem | null;
  /** Names of files with fixes that the user's own files do not have. */
  mended: readonly string[];
  note: string | null;
}

const idle: BatchState = {
  phase: "idle",
  files: [],
  sent: 0,
  check: null,
  outcome: null,
  fetched: null,
  problem: null,
  mended: [],
  note: null,
};

const state = createStore<BatchState>(idle);
const change = (part: Partial<BatchState>) => state.update((before) => ({ ...before, ...part }));
let running: AbortController | null = null;

function begin(): AbortController {
  running?.abort();
  running = new AbortController();
  return running;
}

async function check(files: readonly File[], note: string | null = null): Promise<void> {
  if (files.length === 0) return discard();
  const { signal } = begin();
  change({ phase: "checking", files, sent: 0, problem: null, outcome: null, note });
  try {
    const found = await mibCalls.check(files, { signal, onSent: (sent) => change({ sent }) });
    change({ phase: "checked", check: found });
  } catch (cause) {
    if (!signal.aborted) change({ phase: "checked", check: null, problem: Problem.from(cause) });
  }
}

/** A file of the same name takes the place of the one before. */
function add(added: readonly File[]): void {
  if (added.length === 0 || state.get().phase === "uploading") return;
  const names = new Set(added.map((file) => file.name));
  const { phase, files, mended } = state.get();
  const kept = phase === "done" ? [] : files.filter((file) => !names.has(file.name));
  change({ mended: mended.filter((name) => !names.has(name)), fetched: null });
  void check([...kept, ...added]);
}

async function mendOne(name: string, edits: readonly TextEdit[]): Promise<void> {
  const { files, mended } = state.get();
  const file = files.find((known) => known.name === name);
  const made = file ? await mendFile(file, edits) : null;
  if (!made) return change({ note: texts.mibBatch.cannotMend });
  change({ mended: [...new Set([...mended, name])] });
  await check(
    files.map((known) => (known === file ? made : known)),
    texts.mibBatch.mended,
  );
}

async function upload(): Promise<void> {
  const { files, check: found } = state.get();
  const { signal } = begin();
  const isReplacing = found?.files.some((file) => file.exists) ?? false;
  change({ phase: "uploading", sent: 0, problem: null, note: null });
  try {
    const outcome = await mibCalls.upload(files, isReplacing, { signal, onSent: (sent) => change({ sent }) });
    change({ phase: "done", outcome, files: [], mended: [] });
    tellElsewhere("/mibs", texts.mibBatch.done(outcome.uploaded, outcome.skipped));
  } catch (cause) {
    if (signal.aborted) change({ phase: "checked", note: texts.mibBatch.cancelled });
    else {
      change({ phase: "checked", problem: Problem.from(cause) });
      tellElsewhere("/mibs", texts.mibBatch.uploadFailed, cause);
    }
  }
}

/** Fetches what is missing into the library, then looks at the files again. */
async function fetchMissing(names: readonly string[]): Promise<void> {
  try {
    change({ fetched: await mibCalls.fetch(names), problem: null });
    if (state.get().phase === "checked") await check(state.get().files);
  } catch (cause) {
    change({ problem: Problem.from(cause) });
  }
}

function discard(): void {
  running?.abort();
  running = null;
  state.set(idle);
}

whenLeft(discard);

// A server that went away meanwhile may have stored them before: what is there by now decides what an upload means.
onFrame("open", () => {
  const { phase, files, problem } = state.get();
  if (phase === "checked" && problem?.isServerGone) void check(files, texts.mibBatch.checkedAgain);
});

export const batch = {
  get: state.get,
  set: state.set,
  update: state.update,
  subscribe: state.subscribe,
  add,
  mend: mendOne,
  upload,
  fetchMissing,
  cancel: () => running?.abort(),
  discard,
  leaveOut: (name: string) => void check(state.get().files.filter((file) => file.name !== name)),
};
