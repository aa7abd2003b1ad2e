import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { agentCalls } from "../../../api/agents";
import type { RecordingJob } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { keys, queryClient } from "../../../api/queries";
import { ActButton } from "../../../components/act-button";
import { Facts } from "../../../components/panel";
import { LoadingState, Notice, ProblemNotice } from "../../../components/states";
import { formatCount, formatElapsed } from "../../../components/values/format";
import { onFrame } from "../../../live/frames";
import { texts } from "../../../texts";
import classes from "../agents.module.css";
import { askAgain } from "./listed";

const words = texts.record;
const FORGOTTEN = "no_such_recording_job";

interface RecordProgressProps {
  id: string;
  /** What can be done when it has ended; nothing where the agent that waits for it is looked at. */
  afterwards?: Afterwards;
}

interface Afterwards {
  onAgain: () => void;
  onClose: () => void;
  onRecorded: (path: string) => void;
}

/** A reply and a pushed frame may overtake each other: what was said later counts, and what has ended does not run again. */
export function laterOf(known: RecordingJob | undefined, told: RecordingJob): RecordingJob {
  if (!known || known.state === "running") return known && known.elapsed_s > told.elapsed_s ? known : told;
  return told.state === "running" ? known : told;
}

const withKnown = (told: RecordingJob) =>
  laterOf(queryClient.getQueryData<RecordingJob>(keys.recordJob(told.id)), told);

/** The server keeps recordings in its memory: one that it does not know any more ended with it. */
const lostJob = (job: RecordingJob | undefined, { code }: Problem): RecordingJob | undefined =>
  job?.state === "running" && code === FORGOTTEN ? { ...job, state: "failed", error: words.forgotten } : job;

/** Puts what is said of a recording in the place of what was known before. */
const note = (job: RecordingJob) => queryClient.setQueryData(keys.recordJob(job.id), withKnown(job));

/** How far a recording is, told by the socket, and how it ended. */
export function RecordProgress({ id, afterwards }: RecordProgressProps) {
  const asked = useQuery({
    queryKey: keys.recordJob(id),
    queryFn: async () => withKnown(await agentCalls.recordJob(id)),
  });
  useEffect(
    () =>
      onFrame("record_progress", ({ job }) => {
        if (job.id === id) note(job);
      }),
    [id],
  );
  const ending = useMutation({
    meta: { failed: words.endFailed },
    mutationFn: (keep: boolean) => agentCalls.endRecord(id, keep),
    onSuccess: note,
  });
  const job = asked.isError ? lostJob(asked.data, Problem.from(asked.error)) : asked.data;
  const hasEnded = job !== undefined && job.state !== "running";
  useEffect(() => {
    if (hasEnded) void askAgain();
  }, [hasEnded]);
  if (!job) return asked.isError ? <ProblemNotice title={words.failed} cause={asked.error} /> : <LoadingState />;
  return (
    <div id="record-progress" className={classes.form}>
      {hasEnded ? <Ending job={job} /> : <progress className={classes.progress} aria-label={words.running} />}
      <Facts
        facts={[
          [words.target, job.target],
          ...(hasEnded ? [] : [[words.phase, words.phases[job.phase] ?? job.phase] as const]),
          ...(hasEnded || !job.subtree
            ? []
            : [
                [
                  words.at,
                  <span key="at" className="mono">
                    {job.subtree}
                  </span>,
                ] as const,
              ]),
          [words.rows, formatCount(job.rows)],
          [words.moving, formatCount(job.moving ?? 0)],
          [words.took, formatElapsed(job.elapsed_s)],
        ]}
      />
      {ending.isError && !hasEnded ? <ProblemNotice title={words.endFailed} cause={ending.error} /> : null}
      <div className={classes.answers}>
        {hasEnded && afterwards ? <Next job={job} {...afterwards} isDropped={ending.variables === false} /> : null}
        {hasEnded ? null : (
          <>
            <ActButton
              id="record-cancel"
              variant="default"
              disabled={ending.isPending}
              onClick={() => ending.mutate(false)}
            >
              {words.cancel}
            </ActButton>
            <ActButton
              id="record-keep"
              variant="default"
              disabled={ending.isPending}
              onClick={() => ending.mutate(true)}
            >
              {words.keep}
            </ActButton>
          </>
        )}
      </div>
    </div>
  );
}

/** Another one, or to the agent that this one has become. */
function Next({
  job,
  isDropped,
  onAgain,
  onClose,
  onRecorded,
}: Afterwards & { job: RecordingJob; isDropped: boolean }) {
  return (
    <>
      <Button variant="default" onClick={onAgain}>
        {words.again}
      </Button>
      {job.state === "failed" || isDropped ? (
        <Button onClick={onClose}>{texts.words.close}</Button>
      ) : (
        <Button id="record-open" onClick={() => onRecorded(job.path)}>
          {words.open}
        </Button>
      )}
    </>
  );
}

function Ending({ job }: { job: RecordingJob }) {
  const troubles = job.troubles ?? [];
  if (job.state === "failed") {
    return (
      <Notice kind="error" title={words.failed}>
        <p>{job.error}</p>
      </Notice>
    );
  }
  return (
    <Notice kind={troubles.length > 0 ? "warning" : "success"} title={words.ended[job.state] ?? job.state}>
      {troubles.map((trouble) => (
        <p key={trouble}>{trouble}</p>
      ))}
    </Notice>
  );
}
