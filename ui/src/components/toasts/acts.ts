import type { Mutation, MutationCacheNotifyEvent } from "@tanstack/react-query";
import { Problem } from "../../api/problem";
import { queryClient } from "../../api/queries";
import { forgetFailed, tellDone, tellFailed } from "./toasts";

/**
 * Every act of a page is a mutation, and the page says itself why one failed. What it cannot say is told here: a failure that
 * comes when the page, the dialog or the menu has been left, with another try; and a success that is seen nowhere.
 */
export interface ActWords {
  /** What is said where the act failed and the page that would say so has been left; without it, such a failure is of no interest. */
  failed?: string | ((asked: never) => string);
  /** What is said when it is done, where that is not seen. */
  done?: string | ((reply: never) => string) | undefined;
  /** What brings it back. */
  undo?: (() => Promise<unknown>) | undefined;
}

declare module "@tanstack/react-query" {
  interface Register {
    mutationMeta: ActWords & Record<string, unknown>;
  }
}

const NOT_LOGGED_IN = 401;

/** Returns what ends it. */
export function followActs(): () => void {
  const watchers = new WeakMap<Mutation, number>();
  return queryClient.getMutationCache().subscribe((event) => {
    const { mutation } = event;
    if (!mutation) return;
    const count = watchers.get(mutation) ?? 0;
    if (event.type === "observerAdded") watchers.set(mutation, count + 1);
    if (event.type === "observerRemoved") watchers.set(mutation, count - 1);
    if (event.type === "updated") tell(mutation, event.action, count > 0);
  });
}

type Action = Extract<MutationCacheNotifyEvent, { type: "updated" }>["action"];

function tell(mutation: Mutation, action: Action, isWatched: boolean): void {
  const { done, undo } = mutation.meta ?? {};
  const failed = failureOf(mutation);
  if (action.type === "pending" && failed) forgetFailed(failed);
  if (action.type === "success" && done) tellDone(typeof done === "string" ? done : done(action.data as never), undo);
  if (action.type !== "error" || isWatched || !failed) return;
  // That the session has ended is said by the page itself.
  if (Problem.from(action.error).status !== NOT_LOGGED_IN) tellFailed(failed, action.error, () => again(mutation));
}

function failureOf({ meta, state }: Mutation): string | undefined {
  return typeof meta?.failed === "function" ? meta.failed(state.variables as never) : meta?.failed;
}

function again({ options, state }: Mutation): void {
  // Whether it fails once more is told as it was the first time.
  queryClient
    .getMutationCache()
    .build(queryClient, options)
    .execute(state.variables)
    .catch(() => {});
}
