import { useEffect, useState } from "react";
import type { KeptWalk, ShownVarBind } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { keptCalls } from "../../../api/walks";
import { createThrottle } from "../../../live/throttle";
import { idleRun, type WalkRun } from "../run";

const PAGE_ROWS = 5_000;
const REPAINT_MS = 200;

/** The rows of a kept walk as they come, looked at like those of a walk under way. */
export function useKeptRows(walk: KeptWalk): WalkRun {
  const [run, setRun] = useState<WalkRun>({ ...idleRun, phase: "running" });
  const { id } = walk;
  useEffect(() => {
    const control = new AbortController();
    const started_ms = performance.now();
    const rows: ShownVarBind[] = [];
    let last: Partial<WalkRun> = { phase: "running" };
    const repaint = createThrottle(REPAINT_MS, () =>
      setRun({ ...idleRun, rows: rows.slice(), elapsed_s: (performance.now() - started_ms) / 1000, ...last }),
    );
    readAll(id, rows, control.signal, repaint.request)
      .then(() => {
        last = { phase: "done" };
      })
      .catch((cause: unknown) => {
        last = { phase: "failed", problem: Problem.from(cause) };
      })
      .finally(() => {
        if (!control.signal.aborted) repaint.flush();
      });
    return () => {
      control.abort();
      repaint.cancel();
    };
  }, [id]);
  return run;
}

async function readAll(id: number, rows: ShownVarBind[], signal: AbortSignal, onPage: () => void): Promise<void> {
  let after: number | null = 0;
  while (after !== null) {
    const page: Awaited<ReturnType<typeof keptCalls.rows>> = await keptCalls.rows(
      id,
      { after, limit: PAGE_ROWS },
      signal,
    );
    rows.push(...page.rows);
    after = page.next;
    onPage();
  }
}
