import { type QueryKey, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Loaded } from "../../components/loaded";
import { Panel } from "../../components/panel";
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
      <Loaded asked={asked} failed={texts.settings.loadFailed}>
        {children}
      </Loaded>
    </Panel>
  );
}
