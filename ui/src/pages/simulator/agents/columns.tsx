import type { AgentRecord } from "../../../api/generated";
import { StatusWord, type Tone } from "../../../components/status";
import type { Column } from "../../../components/table/column";
import { formatCount, formatMoment, formatTime } from "../../../components/values/format";
import { texts } from "../../../texts";
import type { ListedAgent } from "./listed";

const words = texts.agents;

const tones: Record<string, Tone> = {
  loaded: "good",
  cold: "info",
  loading: "changing",
  recording: "changing",
  failed: "bad",
  off: "idle",
};

export function stateOf(agent: AgentRecord): { tone: Tone; word: string } {
  return { tone: tones[agent.state] ?? "idle", word: words.states[agent.state] ?? agent.state };
}

/** By what it is asked, in the order in which one would try. */
export function answersTo({ addresses }: AgentRecord): string {
  const { community, context, user, listen } = addresses;
  return [listen, community, context && words.inContext(context), user && words.asUser(user)]
    .filter(Boolean)
    .join(" · ");
}

export function sourceOf({ source, origin }: AgentRecord): string {
  if (origin === "built in") return words.builtIn;
  if (source.kind === "modules") return (source.modules ?? []).join(", ");
  if (source.kind === "live") return source.target || (source.path ?? "");
  return source.kind === "recording" ? (source.path ?? "") : words.sources.demo;
}

function toTheSecond(at: number): string {
  return formatTime(at * 1000).replace(/\.\d+$/, "");
}

export const agentColumns: readonly Column<ListedAgent>[] = [
  {
    id: "name",
    header: words.columns.name,
    size: 130,
    grows: true,
    text: ({ name }) => name,
    sortBy: ({ name }) => name,
  },
  {
    id: "state",
    header: words.columns.state,
    size: 156,
    text: (agent) => stateOf(agent).word,
    render: (agent) => <StatusWord tone={stateOf(agent).tone}>{stateOf(agent).word}</StatusWord>,
    sortBy: (agent) => stateOf(agent).word,
  },
  {
    id: "answers",
    header: words.columns.answers,
    size: 140,
    text: answersTo,
    sortBy: answersTo,
    isMono: true,
    hideBelow_px: 420,
  },
  { id: "source", header: words.columns.source, size: 120, text: sourceOf, sortBy: sourceOf, hideBelow_px: 700 },
  numeric("faults", 60, ({ faults }) => faults, 480),
  numeric("instances", 76, ({ instances }) => instances, 560),
  numeric("rate", 60, ({ requests_per_s }) => requests_per_s, 800),
  numeric("requests", 80, ({ requests }) => requests, 660),
  {
    id: "last",
    header: words.columns.last,
    size: 96,
    text: ({ last_request_at }) => (last_request_at === null ? "" : toTheSecond(last_request_at)),
    raw: ({ last_request_at }) => (last_request_at === null ? "" : formatMoment(last_request_at * 1000)),
    sortBy: ({ last_request_at }) => -(last_request_at ?? 0),
    isMono: true,
    hideBelow_px: 890,
  },
];

function numeric(
  id: "faults" | "instances" | "rate" | "requests",
  size: number,
  read: (agent: ListedAgent) => number,
  hideBelow_px: number,
): Column<ListedAgent> {
  return {
    id,
    header: words.columns[id],
    size,
    // Nothing is quieter than a column of zeros.
    text: (agent) => (read(agent) === 0 ? "" : formatCount(read(agent))),
    raw: (agent) => String(read(agent)),
    sortBy: read,
    isNumeric: true,
    hideBelow_px,
  };
}
