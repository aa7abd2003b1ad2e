import type { JobDocument, WalkJob } from "../../../api/generated";

/** A job as it is typed. */
export interface JobDraft {
  name: string;
  target: string;
  operation: "walk" | "get";
  oids: string;
  when: "every" | "cron";
  every_s: number | null;
  cron: string;
  keep: number | null;
  tags: string;
  max_rows: number | null;
  max_time_s: number | null;
}

export const newJob: JobDraft = {
  name: "",
  target: "",
  operation: "walk",
  oids: "1.3.6.1.2.1",
  when: "every",
  every_s: 3600,
  cron: "0 3 * * *",
  keep: 50,
  tags: "",
  max_rows: 100_000,
  max_time_s: 60,
};

export function draftOfJob(job: WalkJob): JobDraft {
  const { every_s = null, cron = null } = job.schedule;
  return {
    name: job.name,
    target: job.target,
    operation: job.operation ?? newJob.operation,
    oids: (job.oids ?? []).join(", "),
    when: cron === null ? "every" : "cron",
    every_s: every_s ?? newJob.every_s,
    cron: cron ?? newJob.cron,
    keep: job.keep ?? newJob.keep,
    tags: (job.tags ?? []).join(", "),
    max_rows: job.max_rows ?? newJob.max_rows,
    max_time_s: job.max_time_s ?? newJob.max_time_s,
  };
}

/** Words with commas or line ends between them. */
export const wordsIn = (typed: string): string[] =>
  typed
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter(Boolean);

/** What is sent; an emptied number is the one that a new job has. */
export function documentOfJob(draft: JobDraft): JobDocument {
  return {
    name: draft.name.trim(),
    target: draft.target,
    operation: draft.operation,
    oids: wordsIn(draft.oids),
    schedule: draft.when === "every" ? { every_s: draft.every_s ?? 3600 } : { cron: draft.cron.trim() },
    keep: draft.keep ?? 50,
    tags: wordsIn(draft.tags),
    max_rows: draft.max_rows ?? 100_000,
    max_time_s: draft.max_time_s ?? 60,
  };
}
