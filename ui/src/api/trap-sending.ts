import type {
  CheckBody,
  CheckedNotification,
  ChosenTraps,
  Completion,
  DeletedTemplateReply,
  DeleteReply,
  MarkReply,
  NotificationsRead,
  ReadBody,
  SavedSearch,
  SavedSearches,
  SearchDeleted,
  TemplateBody,
  TrapExplanation,
  TrapLint,
  TrapMarks,
  TrapRun,
  TrapRunBodyWritable,
  TrapRuns,
  TrapTemplate,
  TrapTemplateList,
} from "./generated";
import { request, send } from "./http";

/** Runs, templates, and what is read or judged before something is sent. */
const runPath = (id: string) => `/api/traps/runs/${encodeURIComponent(id)}`;

export const runCalls = {
  all: () => request<TrapRuns>("GET", "/api/traps/runs"),
  start: (body: TrapRunBodyWritable) => request<TrapRun>("POST", "/api/traps/runs", { body }),
  end: (id: string) => request<TrapRun>("DELETE", runPath(id)),
  read: (body: ReadBody) => request<NotificationsRead>("POST", "/api/traps/read", { body }),
  check: (body: CheckBody, signal?: AbortSignal) =>
    request<CheckedNotification>("POST", "/api/traps/check", { body, ...(signal ? { signal } : {}) }),
};

export const templateCalls = {
  all: () => request<TrapTemplateList>("GET", "/api/traps/templates"),
  save: (body: TemplateBody) => request<TrapTemplate>("POST", "/api/traps/templates", { body }),
  remove: (name: string) => request<DeletedTemplateReply>("DELETE", `/api/traps/templates/${encodeURIComponent(name)}`),
};

/** What is known beside a stored notification. */
export const insightCalls = {
  explanation: (id: number) => request<TrapExplanation>("GET", `/api/traps/${id}/explanation`),
  lint: (id: number) => request<TrapLint>("GET", `/api/traps/${id}/lint`),
};

export type TrapExportFormat = "json" | "csv" | "pcap";

/** Stored notifications as a file: those that a query finds, or all. */
export const exportTraps = async (format: TrapExportFormat, q: string) =>
  (await send("GET", "/api/traps/export", { query: { format, q } })).blob();

/** Saying something about stored notifications, and searches that are kept. */
export const markCalls = {
  mark: (body: TrapMarks) => request<MarkReply>("POST", "/api/traps/mark", { body }),
  remove: (body: ChosenTraps) => request<DeleteReply>("POST", "/api/traps/delete", { body }),
  complete: (q: string, at: number, signal?: AbortSignal) =>
    request<Completion>("GET", "/api/traps/complete", { query: { q, at }, ...(signal ? { signal } : {}) }),
  searches: () => request<SavedSearches>("GET", "/api/traps/searches"),
  saveSearch: (name: string, query: string) =>
    request<SavedSearch>("POST", "/api/traps/searches", { body: { name, query } }),
  forgetSearch: (name: string) => request<SearchDeleted>("DELETE", `/api/traps/searches/${encodeURIComponent(name)}`),
};
