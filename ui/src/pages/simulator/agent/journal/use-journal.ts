import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { agentCalls, type JournalQuery } from "../../../../api/agents";
import { keys, queryClient } from "../../../../api/queries";
import { onFrame } from "../../../../live/frames";
import { createThrottle } from "../../../../live/throttle";

/** Journals are not pushed; that something was asked is. */
const AGAIN_MS = 1_000;
/** Requests grow older than the last minutes without anything being said. */
const AGING_MS = 5_000;

/** The requests that fit, newest first, followed for as long as they are looked at. */
export function useJournal(agent: string, query: JournalQuery) {
  useEffect(() => {
    const throttle = createThrottle(
      AGAIN_MS,
      () => void queryClient.invalidateQueries({ queryKey: keys.journalOf(agent) }),
    );
    const stops = [onFrame("simulator_log", throttle.request), onFrame("status", throttle.request)];
    return () => {
      for (const stop of stops) stop();
      throttle.cancel();
    };
  }, [agent]);
  return useQuery({
    queryKey: keys.journal(agent, query),
    queryFn: ({ signal }) => agentCalls.journal(agent, query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: query.last_s === undefined ? false : AGING_MS,
  });
}
