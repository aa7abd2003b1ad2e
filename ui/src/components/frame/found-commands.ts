import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { agentCalls } from "../../api/agents";
import { browseCalls } from "../../api/calls";
import { keys } from "../../api/queries";
import { markCalls } from "../../api/trap-sending";
import { targetCalls } from "../../api/walks";
import { formatPlace as formatNodePlace, nowhere as noNode } from "../../pages/browser/place";
import { formatPlace as formatAgentPlace, nowhere as noAgent } from "../../pages/simulator/place";
import { formatPlace as formatTrapPlace } from "../../pages/traps/place";
import { emptyDraft } from "../../pages/walker/request";
import { draftOfTarget } from "../../pages/walker/saved-target";
import { texts } from "../../texts";
import { changeDraft } from "../forms/draft";
import type { IconName } from "../icon";
import type { Command } from "./commands";

/** Lists that were asked for are good for that long; the palette opens at once and is not asked for each letter. */
const FRESH_MS = 30_000;

/**
 * What this workbench has that is called by a name: saved targets and searches, agents, MIB modules. A list that cannot be
 * had is missing here; its own page says why.
 */
export function useFoundCommands(navigate: (path: string) => void): Command[] {
  const targets = useQuery({ queryKey: keys.walkTargets, queryFn: targetCalls.all, staleTime: FRESH_MS });
  const searches = useQuery({ queryKey: keys.trapSearches, queryFn: markCalls.searches, staleTime: FRESH_MS });
  const agents = useQuery({ queryKey: keys.agentNames, queryFn: agentCalls.all, staleTime: FRESH_MS });
  const modules = useQuery({ queryKey: keys.modules, queryFn: browseCalls.modules });
  return useMemo(() => {
    const { palette } = texts;
    const found = (id: string, icon: IconName, label: string, run: () => void): Command => ({
      id,
      group: palette.found,
      label,
      icon,
      run,
    });
    return [
      ...(targets.data?.targets ?? []).map((saved) =>
        found(`target-${saved.id}`, "walker", palette.target(saved.name), () => {
          changeDraft("walk", emptyDraft, draftOfTarget(saved));
          navigate("/walker");
        }),
      ),
      ...(searches.data?.data ?? []).map(({ name, query }) =>
        found(`search-${name}`, "traps", palette.search(name), () => navigate(formatTrapPlace({ q: query }))),
      ),
      ...(agents.data ?? []).map(({ id, name }) =>
        found(`agent-${id}`, "simulator", palette.agent(name), () =>
          navigate(formatAgentPlace({ ...noAgent, agent: id })),
        ),
      ),
      ...(modules.data?.modules ?? []).map(({ name }) =>
        found(`module-${name}`, "browser", palette.module(name), () =>
          navigate(formatNodePlace({ ...noNode, node: `${name}::` })),
        ),
      ),
    ];
  }, [targets.data, searches.data, agents.data, modules.data, navigate]);
}
