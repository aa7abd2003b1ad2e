import type { AgentDocument, AgentRecord, AgentSource } from "../../../api/generated";
import { texts } from "../../../texts";

/** An agent as it is typed, and what of it is sent. */
export type SourceKind = NonNullable<AgentRecord["source"]["kind"]>;

export interface AgentDraft {
  name: string;
  kind: SourceKind;
  path: string;
  /** Of a live device that was recorded before. */
  target: string;
  modules: readonly string[];
  /** Of each table that is made from modules; null for as many as the seed says. */
  rows: number | null;
  community: string;
  context: string;
  user: string;
  listen: string;
  engine_id: string;
  seed: number | null;
}

export const newAgent: AgentDraft = {
  name: "",
  kind: "demo",
  path: "",
  target: "",
  modules: [],
  rows: null,
  community: "",
  context: "",
  user: "",
  listen: "",
  engine_id: "",
  seed: 0,
};

export function draftOf({ name, source, addresses, engine_id, seed }: AgentRecord): AgentDraft {
  return {
    ...newAgent,
    name,
    engine_id,
    seed,
    kind: source.kind ?? newAgent.kind,
    path: source.path ?? "",
    target: source.target ?? "",
    modules: source.modules ?? [],
    rows: source.rows ?? null,
    ...{ community: addresses.community ?? "", context: addresses.context ?? "" },
    ...{ user: addresses.user ?? "", listen: addresses.listen ?? "" },
  };
}

/** Another one from the same source; two agents cannot answer to the same, so its addresses are its own to be. */
export function duplicateOf(record: AgentRecord): AgentDraft {
  const draft = draftOf(record);
  // The device is not recorded again: what was read of it is there.
  const kind = draft.kind === "live" ? "recording" : draft.kind;
  return { ...draft, kind, name: texts.agents.copyOf(record.name), ...noAddresses };
}

const noAddresses = { community: "", context: "", user: "", listen: "", engine_id: "" };

/** The community that an agent gets where nothing was said: its name, in letters that every tool takes. */
export function suggestedCommunity({ name, context, user }: AgentDraft): string {
  if (context.trim() || user.trim()) return "";
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}

function sourceOf({ kind, path, modules, rows }: AgentDraft): AgentSource {
  if (kind === "recording" || kind === "live") return { kind, path };
  return kind === "modules" ? { kind, modules: [...modules], rows } : { kind };
}

/** One from these modules, named after the first. */
export function agentOfModules(modules: readonly string[]): AgentDraft {
  return { ...newAgent, name: modules[0] ?? "", kind: "modules", modules };
}

export function documentOf(draft: AgentDraft): Required<Omit<AgentDocument, "enabled">> {
  return {
    name: draft.name.trim(),
    source: sourceOf(draft),
    addresses: {
      community: draft.community || suggestedCommunity(draft),
      context: draft.context.trim(),
      user: draft.user.trim(),
      listen: draft.listen.trim(),
    },
    engine_id: draft.engine_id.trim(),
    seed: draft.seed ?? 0,
  };
}
