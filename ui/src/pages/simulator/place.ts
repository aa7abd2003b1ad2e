import { usePlaceOf } from "../../hash-location";

/** Where one is on the simulator's page: all of it stands in the hash, so that it can be sent, reloaded and gone back to. */
export const agentTabs = ["overview", "objects", "overrides", "faults", "clock", "access"] as const;
export type AgentTab = (typeof agentTabs)[number];

export interface Place {
  /** The ID of the agent that is looked at; empty for none. */
  agent: string;
  tab: AgentTab;
  /** MIB modules that a new agent is to be made from. */
  modules: readonly string[];
}

export const nowhere: Place = { agent: "", tab: "overview", modules: [] };

export function readPlace(query: URLSearchParams): Place {
  return {
    agent: query.get("agent") ?? "",
    tab: agentTabs.find((known) => known === query.get("tab")) ?? nowhere.tab,
    modules: (query.get("modules") ?? "").split(",").filter(Boolean),
  };
}

export function formatPlace({ agent, tab, modules }: Place): string {
  const parts = [
    agent && `agent=${encodeURIComponent(agent)}`,
    agent && tab !== nowhere.tab && `tab=${tab}`,
    modules.length > 0 && `modules=${modules.map(encodeURIComponent).join(",")}`,
  ].filter(Boolean);
  return parts.length === 0 ? "/simulator" : `/simulator?${parts.join("&")}`;
}

export const usePlace = () => usePlaceOf(readPlace, formatPlace);
