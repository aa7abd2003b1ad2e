import { useEffect, useMemo, useState } from "react";
import { simulatorCalls } from "../../api/calls";
import type { SimulatorLogEntry } from "../../api/generated";
import { Problem } from "../../api/problem";
import { liveStore } from "../../live";
import { useStore } from "../../live/external-store";
import { createFeed, type FeedState } from "../../live/feed";
import { onFrame } from "../../live/frames";
import { createThrottle } from "../../live/throttle";
import { type LogFilter, queryOf } from "./log-filter";

/** As many as the server remembers. */
const MOST_ENTRIES = 1_000;
const ASK_EVERY_MS = 500;
const TYPING_MS = 250;

export interface NarrowedLog {
  feed: FeedState<SimulatorLogEntry>;
  failure: Problem | null;
  /** Known to be empty on the server from now on. */
  clear(): void;
}

/**
 * The log as it is pushed, or, while it is narrowed, as the server finds it: asked once, and whenever something was
 * pushed for what is newer than the last entry here.
 */
export function useNarrowedLog(filter: LogFilter): NarrowedLog {
  const asked = useSettled(JSON.stringify(queryOf(filter)));
  const isNarrowed = asked !== "{}";
  const own = useMemo(() => (asked ? createFeed<SimulatorLogEntry>(MOST_ENTRIES) : null), [asked]);
  const [failure, setFailure] = useState<Problem | null>(null);
  useEffect(() => {
    setFailure(null);
    if (!isNarrowed || !own) return undefined;
    return followLog(own, JSON.parse(asked) as Partial<LogFilter>, setFailure);
  }, [asked, isNarrowed, own]);
  const source = isNarrowed && own ? own : liveStore.activity;
  const feed = useStore(source.state, (state) => state);
  const clear = () => {
    own?.clear();
    liveStore.activity.clear();
  };
  return { feed, failure, clear };
}

/** Keeps a feed filled with the entries that fit; returns the way to stop. */
function followLog(
  feed: ReturnType<typeof createFeed<SimulatorLogEntry>>,
  query: Partial<LogFilter>,
  onFailure: (failure: Problem | null) => void,
): () => void {
  let isOver = false;
  const ask = createThrottle(ASK_EVERY_MS, () => {
    const last = feed.state.get().rows.at(-1)?.id;
    simulatorCalls.log({ ...query, limit: MOST_ENTRIES, ...(last === undefined ? {} : { after: last }) }).then(
      ({ data }) => {
        if (isOver) return;
        onFailure(null);
        feed.fill([...data].reverse(), false, true);
      },
      (cause: unknown) => {
        if (!isOver) onFailure(Problem.from(cause));
      },
    );
  });
  ask.request();
  const stop = onFrame("simulator_log", ask.request);
  return () => {
    isOver = true;
    stop();
    ask.cancel();
  };
}

/** What was typed, once nothing more comes for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
