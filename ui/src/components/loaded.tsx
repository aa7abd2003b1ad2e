import type { ReactNode } from "react";
import { LoadingState, ProblemNotice, Strip } from "./states";

/** What a page has asked the server for, as far as it matters how that went. */
export interface Asked<Data> {
  data: Data | undefined;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
}

interface LoadedProps<Data> {
  asked: Asked<Data>;
  /** What is said where it did not come. */
  failed: string;
  hint?: string;
  /** What is said meanwhile. */
  waiting?: string;
  /** Where nothing around it keeps a notice off the edges. */
  isFlush?: boolean;
  children: (data: Data) => ReactNode;
}

/** What was asked for once it is here: before, that it is on its way; and why it did not come, with a way to try again. */
export function Loaded<Data>({ asked, failed, hint, waiting, isFlush, children }: LoadedProps<Data>) {
  if (asked.isError) {
    const notice = (
      <ProblemNotice title={failed} cause={asked.error} hint={hint} onRetry={() => void asked.refetch()} />
    );
    return isFlush ? <Strip>{notice}</Strip> : notice;
  }
  return asked.data === undefined ? <LoadingState {...(waiting ? { label: waiting } : {})} /> : children(asked.data);
}
