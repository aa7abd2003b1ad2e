import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { JobRun, WalkJob } from "../../../api/generated";
import { keys, queryClient } from "../../../api/queries";
import { jobCalls } from "../../../api/walks";
import { AskFirst } from "../../../components/ask-first";
import { Facts } from "../../../components/panel";
import { LoadingState, ProblemNotice } from "../../../components/states";
import { StatusWord } from "../../../components/status";
import { ToolButton } from "../../../components/tool-button";
import { formatCount, formatElapsed, formatMoment } from "../../../components/values/format";
import { Time } from "../../../components/values/time";
import { texts } from "../../../texts";
import classes from "../kept/kept.module.css";
import { formatPlace, nowhere } from "../place";
import { runTone, scheduleText } from "./columns";
import { documentOfJob, draftOfJob } from "./draft";

const words = texts.jobs;
export const jobsChanged = () => queryClient.invalidateQueries({ queryKey: keys.walkJobs });

interface JobDetailProps {
  job: WalkJob;
  onEdit: () => void;
  onClose: () => void;
}

/** One job: what it asks, when, and how its runs went. */
export function JobDetail({ job, onEdit, onClose }: JobDetailProps) {
  const facts: (readonly [string, string])[] = [
    [words.columns.target, job.target_name],
    [words.columns.schedule, scheduleText(job)],
    [texts.walker.operations[job.operation ?? "walk"], (job.oids ?? []).join(", ")],
    [words.keep, formatCount(job.keep ?? 0)],
    [words.columns.next, job.next_run_at === null ? texts.words.unknown : formatMoment(job.next_run_at * 1000)],
  ];
  if (job.skipped > 0) facts.push([words.skipped, formatCount(job.skipped)]);
  return (
    <section id="job-detail" className={classes.opened} aria-label={job.name}>
      <header className={classes.head}>
        <div className={classes.title}>
          <h2>{job.name}</h2>
        </div>
        <Acts job={job} onEdit={onEdit} onClose={onClose} />
      </header>
      <div className={classes.missing}>
        <Facts facts={facts} />
        <h3>{words.runs}</h3>
        <Runs job={job} />
      </div>
    </section>
  );
}

function Acts({ job, onEdit, onClose }: JobDetailProps) {
  const running = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: () => jobCalls.run(job.id),
    onSuccess: jobsChanged,
  });
  const switching = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: () => jobCalls.change(job.id, { enabled: !job.enabled }, job.revision),
    onSuccess: jobsChanged,
  });
  const failure = running.error ?? switching.error;
  return (
    <span className={classes.acts}>
      {failure ? <ProblemNotice title={words.saveFailed} cause={failure} /> : null}
      <ToolButton
        least="operator"
        id="job-run"
        icon="play"
        label={words.runNow}
        isWordy
        disabled={running.isPending || job.state === "running"}
        onClick={() => running.mutate()}
      />
      <ToolButton
        least="operator"
        id="job-switch"
        icon={job.enabled ? "pause" : "restart"}
        label={job.enabled ? words.switchOff : words.switchOn}
        isBare
        disabled={switching.isPending}
        onClick={() => switching.mutate()}
      />
      <ToolButton least="operator" id="job-edit" icon="settings" label={words.edit} isBare onClick={onEdit} />
      <AskFirst
        target={(toggle) => <ToolButton least="operator" icon="trash" label={words.remove} isBare onClick={toggle} />}
        question={words.removeQuestion(job.name)}
        confirm={words.removeConfirm}
        failed={words.removeFailed}
        act={() => jobCalls.remove(job.id)}
        done={texts.toasts.forgotten(job.name)}
        undo={() => jobCalls.add(documentOfJob(draftOfJob(job))).then(jobsChanged)}
        onDone={() => {
          onClose();
          void jobsChanged();
        }}
      />
      <ToolButton icon="close" label={texts.walker.closeDetail} isBare onClick={onClose} />
    </span>
  );
}

function Runs({ job }: { job: WalkJob }) {
  const last = job.last_run;
  const asked = useQuery({
    // Another run, or another end of the last one, is another answer.
    queryKey: keys.jobRuns(job.id, `${last?.id} ${last?.state}`),
    queryFn: () => jobCalls.runs(job.id),
    placeholderData: (before) => before,
  });
  if (asked.isError) {
    return <ProblemNotice title={words.runsFailed} cause={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (!asked.data) return <LoadingState />;
  if (asked.data.runs.length === 0) return <p className={classes.facts}>{words.neverRan}</p>;
  return (
    <ul id="job-runs" className={classes.subtrees}>
      {asked.data.runs.map((run) => (
        <Run key={run.id} run={run} />
      ))}
    </ul>
  );
}

function Run({ run: { started_at, elapsed_s, state, rows, reason, walk } }: { run: JobRun }) {
  return (
    <li className={classes.subtree}>
      <p className={classes.subtreeHead}>
        <StatusWord tone={runTone(state)}>{words.runStates[state] ?? state}</StatusWord>
        <Time at_ms={started_at * 1000} />
        <span className={classes.subtreeCount}>
          {texts.words.rows(formatCount(rows), rows === 1)}
          {elapsed_s === null ? "" : ` · ${formatElapsed(elapsed_s)}`}
        </span>
        {walk === null ? null : (
          <Link className={classes.link} href={formatPlace({ ...nowhere, tab: "kept", kept: walk })}>
            {words.open}
          </Link>
        )}
      </p>
      {reason ? <p className={classes.facts}>{reason}</p> : null}
    </li>
  );
}
