import { usePlaceOf } from "../../hash-location";

/** Where one is on the simulator's page: all of it stands in the hash, so that it can be sent, reloaded and gone back to. */
export const agentTabs = ["overview", "objects", "overrides", "faults", "clock", "journal", "access"] as const;
export type AgentTab = (typeof agentTabs)[number];

export interface Place {
  /** The ID of the agent that is looked at; empty for none. */
  agent: string;
  tab: AgentTab;
  /** The agent, by ID or name, to which the log of requests is narrowed; empty for all. */
  log: string;
  /** MIB modules that a new agent is to be made from. */
  modules: readonly string[];
}

export const nowhere: Place = { agent: "", tab: "overview", log: "", modules: [] };

export function readPlace(query: URLSearchParams): Place {
  return {
    agent: query.get("agent") ?? "",
    tab: agentTabs.find((known) => known === query.get("tab")) ?? nowhere.tab,
    log: query.get("log") ?? "",
    modules: (query.get("modules") ?? "").split(",").filter(Boolean),
  };
}

export function formatPlace({ agent, tab, log, modules }: Place): string {
  const parts = [
    agent && `agent=${encodeURIComponent(agent)}`,
    agent && tab !== nowhere.tab && `tab=${tab}`,
    log && `log=${encodeURIComponent(log)}`,
    modules.length > 0 && `modules=${modules.map(encodeURIComponent).join(",")}`,
  ].filter(Boolean);
  return parts.length === 0 ? "/simulator" : `/simulator?${parts.join("&")}`;
}

export const usePlace = () => usePlaceOf(readPlace, formatPlace);
