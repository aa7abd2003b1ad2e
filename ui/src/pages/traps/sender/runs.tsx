import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { TrapRun, TrapRuns } from "../../../api/generated";
import { keys, queryClient } from "../../../api/queries";
import { runCalls } from "../../../api/trap-sending";
import { ProblemNotice } from "../../../components/states";
import { StatusWord, type Tone } from "../../../components/status";
import { ToolButton } from "../../../components/tool-button";
import { formatCount, formatElapsed } from "../../../components/values/format";
import { onFrame } from "../../../live/frames";
import { texts } from "../../../texts";
import classes from "./sender.module.css";

const words = texts.sender;
const tones: Record<string, Tone> = { running: "changing", done: "good", cancelled: "idle", failed: "bad" };

/** A reply and a pushed frame may overtake each other: what was said later counts. */
export function withRun(runs: readonly TrapRun[], run: TrapRun): TrapRun[] {
  const known = runs.find(({ id }) => id === run.id);
  if (!known) return [run, ...runs];
  if ((known.elapsed_s ?? 0) > (run.elapsed_s ?? 0)) return [...runs];
  return runs.map((one) => (one.id === run.id ? run : one));
}

const knownRuns = () => queryClient.getQueryData<TrapRuns>(keys.trapRuns)?.runs ?? [];

/** Puts what is known of a run in the place of what was known before. */
export function noteRun(run: TrapRun): void {
  queryClient.setQueryData<TrapRuns>(keys.trapRuns, { runs: withRun(knownRuns(), run) });
}

/** The server keeps runs in its memory: one at work that it does not know any more ended with it. */
export function whatBecame(known: TrapRun, told: readonly TrapRun[]): TrapRun | null {
  if (told.some(({ id }) => id === known.id)) return known;
  if (known.state !== "running") return known.error === words.runLost ? known : null;
  return { ...known, state: "failed", error: words.runLost };
}

async function askRuns(): Promise<TrapRuns> {
  const { runs } = await runCalls.all();
  const known = knownRuns().flatMap((run) => whatBecame(run, runs) ?? []);
  return { runs: known.reduce(withRun, [...runs]) };
}

function forgetRun(id: string): void {
  queryClient.setQueryData<TrapRuns>(keys.trapRuns, (known) => ({
    runs: (known?.runs ?? []).filter((one) => one.id !== id),
  }));
}

/** What the server sends by itself, told by the socket. */
export function Runs() {
  const asked = useQuery({ queryKey: keys.trapRuns, queryFn: askRuns });
  useEffect(() => onFrame("trap_run", ({ run }) => noteRun(run)), []);
  const runs = asked.data?.runs ?? [];
  if (runs.length === 0) return null;
  return (
    <ul id="trap-runs" aria-label={words.runs}>
      {runs.map((run) => (
        <RunRow key={run.id} run={run} />
      ))}
    </ul>
  );
}

function RunRow({ run }: { run: TrapRun }) {
  const isRunning = run.state === "running";
  const ending = useMutation({
    meta: { failed: words.endFailed },
    mutationFn: async () => (run.error === words.runLost ? run : runCalls.end(run.id)),
    onSuccess: (ended) => (isRunning ? noteRun(ended) : forgetRun(run.id)),
  });
  const sent = run.sent ?? 0;
  return (
    <li className={classes.outcome}>
      <div className={classes.outcomeHead}>
        <StatusWord tone={tones[run.state ?? "running"] ?? "info"}>
          {words.runStates[run.state ?? "running"] ?? String(run.state)}
        </StatusWord>
        <ToolButton
          least="operator"
          icon={isRunning ? "stop" : "close"}
          label={isRunning ? words.endRun : words.forgetRun}
          isBare
          disabled={ending.isPending}
          onClick={() => ending.mutate()}
        />
      </div>
      <p className={classes.outcomeWhat}>
        {words.runKinds[run.kind] ?? run.kind} {run.title} · <span className="mono">{run.target}</span>
      </p>
      <progress
        className={classes.progress}
        value={sent + (run.skipped ?? 0)}
        max={run.planned}
        aria-label={words.runs}
      />
      <p className={classes.outcomeWhat}>{countsOf(run)}</p>
      {run.error ? <p>{run.error}</p> : null}
      {ending.isError ? <ProblemNotice title={words.endFailed} cause={ending.error} /> : null}
    </li>
  );
}

function countsOf(run: TrapRun): string {
  const { sent = 0, acknowledged = 0, failed = 0, waiting = 0, skipped = 0, late_s = 0 } = run;
  const parts = [words.sentOf(formatCount(sent), formatCount(run.planned)), words.rate(formatCount(run.per_s ?? 0))];
  if (run.send_as === "inform") parts.push(words.answered(formatCount(acknowledged)));
  if (typeof run.answer_ms === "number" && typeof run.answer_max_ms === "number") {
    parts.push(words.answeredIn(formatElapsed(run.answer_ms / 1000), formatElapsed(run.answer_max_ms / 1000)));
  }
  if (waiting > 0) parts.push(words.waiting(formatCount(waiting)));
  if (failed > 0) parts.push(words.failedCount(formatCount(failed)));
  if (skipped > 0) parts.push(words.skippedCount(formatCount(skipped)));
  if (late_s > 0) parts.push(words.late(formatElapsed(late_s)));
  parts.push(formatElapsed(run.elapsed_s ?? 0));
  return parts.join(" · ");
}
