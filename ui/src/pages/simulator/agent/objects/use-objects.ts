import { useCallback, useEffect, useRef, useState } from "react";
import { agentCalls } from "../../../../api/agents";
import { Problem } from "../../../../api/problem";
import { type LoadedObjects, nothingLoaded, withFresh, withPage } from "./pages";

const PAGE = 200;
const FRESH_EVERY_MS = 2_000;
/** The server reads a device with the first question about it. */
const LOADING_AGAIN_MS = 500;

export interface Objects extends LoadedObjects {
  isLoading: boolean;
  failure: Problem | null;
  /** Loads the page that follows, unless it is on its way. */
  loadMore(): void;
  /** Asks for what is in view now. */
  refresh(): void;
  retry(): void;
}

/**
 * An agent's objects, page by page, those in view asked for again every two seconds: their values move, managers set
 * them, and others override them.
 */
export function useObjects(agent: string, search: string, inView: { first: number; last: number }): Objects {
  const [loaded, setLoaded] = useState<LoadedObjects>(nothingLoaded);
  const [isLoading, setLoading] = useState(false);
  const [failure, setFailure] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  const latest = useRef(loaded);
  latest.current = loaded;
  const view = useRef(inView);
  view.current = inView;
  const asking = useRef<AbortController | null>(null);

  const ask = useCallback(
    async (after: string, limit: number, take: (page: Awaited<ReturnType<typeof agentCalls.objects>>) => void) => {
      if (asking.current) return;
      const controller = new AbortController();
      asking.current = controller;
      setLoading(true);
      try {
        const page = await agentCalls.objects(agent, { search, after, limit }, controller.signal);
        if (controller.signal.aborted) return;
        setFailure(null);
        take(page);
      } catch (cause) {
        if (!controller.signal.aborted) setFailure(Problem.from(cause));
      } finally {
        if (asking.current === controller) {
          asking.current = null;
          setLoading(false);
        }
      }
    },
    [agent, search],
  );
  const loadMore = useCallback(() => {
    const { next } = latest.current;
    if (next !== null) void ask(next, PAGE, (page) => setLoaded((before) => withPage(before, page)));
  }, [ask]);
  const refresh = useCallback(() => {
    const { rows } = latest.current;
    const { first, last } = view.current;
    const after = rows[first - 1]?.oid ?? "";
    if (rows.length > 0) {
      void ask(after, Math.max(1, last - first + 1), (page) => setLoaded((before) => withFresh(before, after, page)));
    }
  }, [ask]);

  // Another agent or search begins anew; `turn` does the same after a failure.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn is asked for by its number alone.
  useEffect(() => {
    setLoaded(nothingLoaded);
    latest.current = nothingLoaded;
    loadMore();
    return () => {
      asking.current?.abort();
      asking.current = null;
    };
  }, [loadMore, turn]);
  useEffect(() => {
    const isReading = loaded.state === "loading" || loaded.state === "cold";
    if (isReading) {
      const timer = setTimeout(() => setTurn((before) => before + 1), LOADING_AGAIN_MS);
      return () => clearTimeout(timer);
    }
    // A page of a search may be short or empty though more follow.
    if (loaded.next !== null && loaded.rows.length < PAGE && failure === null) loadMore();
    return undefined;
  }, [loaded, failure, loadMore]);
  useEffect(() => {
    const timer = setInterval(refresh, FRESH_EVERY_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return { ...loaded, isLoading, failure, loadMore, refresh, retry: () => setTurn((before) => before + 1) };
}
