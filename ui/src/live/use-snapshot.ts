import { useCallback, useEffect, useState } from "react";
import { Problem } from "../api/problem";

export interface Snapshot {
  /** Why the last attempt failed; null while none did. */
  failure: Problem | null;
  retry(): void;
}

/** Asks once for what is not pushed, when a page is opened; the result goes into the store, a failure is told here. */
export function useSnapshot(ask: () => Promise<void>): Snapshot {
  const [failure, setFailure] = useState<Problem | null>(null);
  const retry = useCallback(() => {
    ask().then(
      () => setFailure(null),
      (cause: unknown) => setFailure(Problem.from(cause)),
    );
  }, [ask]);
  useEffect(retry, [retry]);
  return { failure, retry };
}
