import type {
  DeletedWalksReply,
  JobDocument,
  JobDocumentChanges,
  JobRunList,
  KeptWalk,
  KeptWalkChanges,
  KeptWalkPage,
  MissingMibs,
  TargetDocument,
  TargetDocumentChanges,
  WalkComparison,
  WalkJob,
  WalkJobList,
  WalkLint,
  WalkRowsPage,
  WalkTarget,
  WalkTargetList,
} from "./generated";
import { request } from "./http";

const kept = "/api/walk/kept";
const keptPath = (id: number, rest = "") => `${kept}/${id}${rest}`;
const targets = "/api/walk/targets";
const targetPath = (id: string) => `${targets}/${encodeURIComponent(id)}`;

/** The ways in which a row may differ; counted: nothing but counters and time went on. */
export const differenceKinds = ["added", "removed", "changed", "counted"] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** Walks that the server keeps, and the devices that are asked by name. */
export const keptCalls = {
  page: (query: { search: string; limit: number; before?: number }, signal: AbortSignal) =>
    request<KeptWalkPage>("GET", kept, { query, signal }),
  one: (id: number) => request<KeptWalk>("GET", keptPath(id)),
  change: (id: number, body: KeptWalkChanges) => request<KeptWalk>("PATCH", keptPath(id), { body }),
  remove: (ids: readonly number[]) => request<DeletedWalksReply>("POST", `${kept}/delete`, { body: { ids } }),
  rows: (id: number, query: { after: number; limit: number }, signal: AbortSignal) =>
    request<WalkRowsPage>("GET", keptPath(id, "/rows"), { query, signal }),
  compare: (
    id: number,
    query: { with: number; search: string; kinds: readonly DifferenceKind[]; offset: number; limit: number },
    signal: AbortSignal,
  ) => request<WalkComparison>("GET", keptPath(id, "/compare"), { query, signal }),
  lint: (id: number) => request<WalkLint>("GET", keptPath(id, "/lint")),
  missingMibs: (id: number) => request<MissingMibs>("GET", keptPath(id, "/missing-mibs")),
};

export const targetCalls = {
  all: () => request<WalkTargetList>("GET", targets),
  add: (body: TargetDocument) => request<WalkTarget>("POST", targets, { body }),
  change: (id: string, body: TargetDocumentChanges, revision: number) =>
    request<WalkTarget>("PATCH", targetPath(id), { body, query: { revision } }),
  remove: (id: string) => request<void>("DELETE", targetPath(id)),
};

const jobs = "/api/walk/jobs";
const jobPath = (id: string, rest = "") => `${jobs}/${encodeURIComponent(id)}${rest}`;

export const jobCalls = {
  all: () => request<WalkJobList>("GET", jobs),
  add: (body: JobDocument) => request<WalkJob>("POST", jobs, { body }),
  change: (id: string, body: JobDocumentChanges, revision: number) =>
    request<WalkJob>("PATCH", jobPath(id), { body, query: { revision } }),
  remove: (id: string) => request<void>("DELETE", jobPath(id)),
  run: (id: string) => request<WalkJob>("POST", jobPath(id, "/run")),
  runs: (id: string) => request<JobRunList>("GET", jobPath(id, "/runs")),
};
