import { type QueryKey, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Panel } from "../../components/panel";
import { LoadingState, ProblemNotice } from "../../components/states";
import { texts } from "../../texts";

interface LoadedPanelProps<Loaded> {
  title: string;
  queryKey: QueryKey;
  ask: () => Promise<Loaded>;
  action?: ReactNode;
  isFlush?: boolean;
  children: (loaded: Loaded) => ReactNode;
}

/** A panel over something the server has: without it nothing is shown that could be saved over it. */
export function LoadedPanel<Loaded>(props: LoadedPanelProps<Loaded>) {
  const { title, queryKey, ask, action, isFlush = false, children } = props;
  const asked = useQuery({ queryKey, queryFn: ask });
  return (
    <Panel title={title} action={action} isFlush={isFlush}>
      {asked.isSuccess ? (
        children(asked.data)
      ) : asked.isError ? (
        <ProblemNotice title={texts.settings.loadFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
      ) : (
        <LoadingState />
      )}
    </Panel>
  );
}
