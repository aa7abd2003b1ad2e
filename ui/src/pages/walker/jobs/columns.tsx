import type { WalkJob } from "../../../api/generated";
import { StatusWord, type Tone } from "../../../components/status";
import type { Column } from "../../../components/table/column";
import { formatCount, formatDuration, formatTime } from "../../../components/values/format";
import { texts } from "../../../texts";

const words = texts.jobs;

/** When it runs, in words. */
export function scheduleText({ schedule: { every_s, cron } }: Pick<WalkJob, "schedule">): string {
  return cron ?? words.every(formatDuration(every_s ?? 0));
}

const runTones: Record<string, Tone> = {
  done: "good",
  running: "info",
  cut: "changing",
  failed: "bad",
  interrupted: "bad",
};

export const runTone = (state: string): Tone => runTones[state] ?? "idle";

function lastText({ last_run }: WalkJob): string {
  if (!last_run) return words.neverRan;
  const state = words.runStates[last_run.state] ?? last_run.state;
  return last_run.reason ? `${state}: ${last_run.reason}` : state;
}

export const jobColumns: readonly Column<WalkJob>[] = [
  { id: "name", header: words.columns.name, size: 150, grows: true, text: ({ name }) => name },
  { id: "target", header: words.columns.target, size: 130, text: ({ target_name }) => target_name, hideBelow_px: 480 },
  { id: "schedule", header: words.columns.schedule, size: 130, text: scheduleText, hideBelow_px: 560 },
  {
    id: "state",
    header: words.columns.state,
    size: 96,
    text: ({ state }) => words.states[state],
    render: ({ state }) => (
      <StatusWord tone={state === "off" ? "idle" : state === "waiting" ? "good" : "info"}>
        {words.states[state]}
      </StatusWord>
    ),
  },
  {
    id: "next",
    header: words.columns.next,
    size: 170,
    text: ({ next_run_at, state }) => (next_run_at === null || state === "off" ? "" : formatTime(next_run_at * 1000)),
    hideBelow_px: 820,
  },
  {
    id: "last",
    header: words.columns.last,
    size: 220,
    grows: true,
    text: lastText,
    render: (job) => <StatusWord tone={runTone(job.last_run?.state ?? "")}>{lastText(job)}</StatusWord>,
    hideBelow_px: 640,
  },
  {
    id: "rows",
    header: words.columns.rows,
    size: 84,
    text: ({ last_run }) => (last_run ? formatCount(last_run.rows) : ""),
    isNumeric: true,
    hideBelow_px: 900,
  },
];
