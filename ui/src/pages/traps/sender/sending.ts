import { useMutation } from "@tanstack/react-query";
import { trapCalls } from "../../../api/calls";
import type { TrapRunBodyWritable } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { whenLeft } from "../../../api/session";
import { runCalls } from "../../../api/trap-sending";
import { createStore } from "../../../live/external-store";
import type { TrapToSend } from "./draft";
import { noteRun } from "./runs";

/** What was sent from this tab and what became of it, newest first. */
export interface Outcome {
  key: number;
  at_ms: number;
  trap: Pick<TrapToSend, "target" | "port" | "kind" | "version" | "credential"> & { named: string };
  status: "sent" | "acknowledged" | "failed";
  elapsed_s: number | null;
  problem: Problem | null;
}

const KEPT = 100;
export const WRONG_INPUT = 422;
export const outcomes = createStore<readonly Outcome[]>([]);
whenLeft(() => outcomes.set([]));

function note(trap: TrapToSend, rest: Pick<Outcome, "status" | "elapsed_s" | "problem">): void {
  // Of who sent it, the name or the version: secrets are not kept.
  const { target, port, kind, version, credential, oid, enterprise, generic, specific } = trap;
  const named = oid ?? `${enterprise ?? ""} ${generic}/${specific ?? 0}`.trim();
  const who = { version, ...(credential ? { credential } : {}) };
  outcomes.update((before) => {
    const key = (before[0]?.key ?? 0) + 1;
    return [{ key, at_ms: Date.now(), trap: { target, port, kind, named, ...who }, ...rest }, ...before].slice(0, KEPT);
  });
}

export function useSending() {
  return useMutation({
    mutationFn: (trap: TrapToSend) => trapCalls.send(trap),
    onSuccess: (reply, trap) => {
      const elapsed_s = typeof reply.elapsed_ms === "number" ? reply.elapsed_ms / 1000 : null;
      note(trap, { status: reply.status === "acknowledged" ? "acknowledged" : "sent", elapsed_s, problem: null });
    },
    onError: (cause, trap) => {
      const problem = Problem.from(cause);
      // What was refused as wrong was never tried; the form says so.
      if (problem.status !== WRONG_INPUT) note(trap, { status: "failed", elapsed_s: null, problem });
    },
  });
}

/** Many: a run of the server, which goes on when this page is left. */
export function useRunning() {
  return useMutation({ mutationFn: (body: TrapRunBodyWritable) => runCalls.start(body), onSuccess: noteRun });
}
