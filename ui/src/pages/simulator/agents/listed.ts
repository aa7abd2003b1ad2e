import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { agentCalls } from "../../../api/agents";
import type { AgentRecord } from "../../../api/generated";
import { keys, queryClient } from "../../../api/queries";
import { onFrame } from "../../../live/frames";
import { createThrottle } from "../../../live/throttle";

/** An agent as the list shows it: with how much it was asked lately, and how many faults it has. */
export interface ListedAgent extends AgentRecord {
  requests_per_s: number;
  faults: number;
}

interface Seen {
  at_ms: number;
  agents: readonly ListedAgent[];
}

/**
 * Figures of single agents are not pushed; that something was asked is. So the list is asked for again after requests,
 * at most this often, and once more until nothing moves.
 */
const AGAIN_AFTER_MS = 2_000;

/** Rates are what the counts grew by since they were last seen; a count that fell began anew. */
export function withRates<Counted extends Pick<AgentRecord, "id" | "requests">>(
  records: readonly Counted[],
  before: { at_ms: number; agents: readonly Pick<AgentRecord, "id" | "requests">[] } | undefined,
  now_ms: number,
): (Counted & { requests_per_s: number })[] {
  const elapsed_s = before ? (now_ms - before.at_ms) / 1000 : 0;
  const counts = new Map(before?.agents.map((agent) => [agent.id, agent.requests]));
  return records.map((record) => {
    const grown = record.requests - (counts.get(record.id) ?? record.requests);
    return { ...record, requests_per_s: elapsed_s > 0 && grown > 0 ? Math.round(grown / elapsed_s) : 0 };
  });
}

async function askAgents(): Promise<Seen> {
  const [records, faulty] = await Promise.all([agentCalls.all(), agentCalls.faulty()]);
  const at_ms = Date.now();
  const listed = records.map((record) => ({ ...record, faults: faulty.agents[record.id] ?? 0 }));
  return { at_ms, agents: withRates(listed, queryClient.getQueryData<Seen>(keys.agents), at_ms) };
}

export const askAgain = () => queryClient.invalidateQueries({ queryKey: keys.agents });

/** All agents, followed for as long as the page is open. */
export function useAgents() {
  const asked = useQuery({
    queryKey: keys.agents,
    queryFn: askAgents,
    refetchInterval: ({ state }) =>
      state.data?.agents.some((agent) => agent.requests_per_s > 0) ? AGAIN_AFTER_MS : false,
  });
  useEffect(() => {
    const throttle = createThrottle(AGAIN_AFTER_MS, () => void askAgain());
    const stops = [onFrame("status", () => throttle.flush()), onFrame("stats", () => throttle.request())];
    return () => {
      for (const stop of stops) stop();
      throttle.cancel();
    };
  }, []);
  return asked;
}
