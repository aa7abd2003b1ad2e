import type {
  AccessDocument,
  AccessSaved,
  AgentClockState,
  AgentFaultsState,
  AgentObject,
  AgentObjects,
  AgentOverrides,
  AgentPage,
  AgentRecord,
  AgentsWithFaults,
  DeletedAgentReply,
  FaultCatalogue,
  FaultRow,
  ForgottenJournal,
  JournalPage,
  JournalVerdict,
  OverridesSaved,
  RebootOutcome,
  RecordBodyWritable,
  RecordingJob,
  RecordingsUploaded,
  RescanReply,
} from "./generated";
import { request } from "./http";
import { type SendOptions, sendFiles } from "./upload";

/** What people say about an agent; what is left out of a change stays as it is. */
export type AgentDocument = Pick<AgentRecord, "name" | "source" | "addresses" | "engine_id" | "seed" | "enabled">;

/** All faults of an agent: those of a preset, then those of the list. */
export interface FaultsDocument {
  preset: string | null;
  faults: readonly FaultRow[];
  seed: number;
}

/** What becomes of an agent's clock; at most one of the moves, which all go ahead. */
export interface ClockOrder {
  /** Agent seconds in a second. */
  speed?: number;
  frozen?: boolean;
  step_s?: number;
  /** Shortly before a counter is zero again; sysUpTime.0 where no object is named. */
  before_wrap?: { seconds: number; object?: string };
}

/** Which of an agent's requests are meant; what is left out does not matter. */
export interface JournalQuery {
  /** At or below it, by name or number. */
  oid?: string;
  pdu?: string;
  source?: string;
  last_s?: number;
  max_repetitions?: number;
}

/** Who is told of a reboot by a coldStart. */
export interface ColdStartOrder {
  target: string;
  port?: number;
}

const agents = "/api/simulator/agents";
const agentPath = (id: string, rest = "") => `${agents}/${encodeURIComponent(id)}${rest}`;
const PAGE = 1000;
/** All that the server keeps of an agent. */
const JOURNAL = 1000;

/** Every agent: the server gives a thousand at a time. */
async function allAgents(): Promise<AgentRecord[]> {
  const found: AgentRecord[] = [];
  for (;;) {
    const page = await request<AgentPage>("GET", agents, { query: { offset: found.length, limit: PAGE } });
    found.push(...page.agents);
    if (page.agents.length === 0 || found.length >= page.total) return found;
  }
}

/** Simulated agents one by one: what they are, what goes wrong with them on purpose, and who sees what. */
export const agentCalls = {
  all: allAgents,
  add: (body: AgentDocument) => request<AgentRecord>("POST", agents, { body }),
  change: (id: string, body: Partial<AgentDocument>, revision?: number) =>
    request<AgentRecord>("PATCH", agentPath(id), { body, query: { revision } }),
  remove: (id: string, withRecording: boolean) =>
    request<DeletedAgentReply>("DELETE", agentPath(id), { query: { recording: String(withRecording) } }),
  rescan: () => request<RescanReply>("POST", `${agents}/rescan`),
  faultCatalogue: () => request<FaultCatalogue>("GET", "/api/simulator/faults"),
  faulty: () => request<AgentsWithFaults>("GET", "/api/simulator/faults/agents"),
  faults: (id: string) => request<AgentFaultsState>("GET", agentPath(id, "/faults")),
  saveFaults: (id: string, body: FaultsDocument) =>
    request<AgentFaultsState>("PUT", agentPath(id, "/faults"), { body }),
  clearFaults: (id: string) => request<AgentFaultsState>("DELETE", agentPath(id, "/faults")),
  overrides: (id: string) => request<AgentOverrides>("GET", agentPath(id, "/overrides")),
  /** As it was typed, so that the server names its lines. */
  saveOverrides: (id: string, json: string) => request<OverridesSaved>("PUT", agentPath(id, "/overrides"), { json }),
  objects: (id: string, query: { search: string; after: string; limit: number }, signal: AbortSignal) =>
    request<AgentObjects>("GET", agentPath(id, "/objects"), { query, signal }),
  setObject: (id: string, oid: string, value: string | number) =>
    request<AgentObject>("PUT", agentPath(id, `/objects/${oid}`), { body: { value } }),
  releaseObject: (id: string, oid: string) => request<OverridesSaved>("DELETE", agentPath(id, `/objects/${oid}`)),
  storeRecordings: (files: readonly File[], replace: boolean, options?: SendOptions) =>
    sendFiles<RecordingsUploaded>(`/api/simulator/recordings?replace=${replace}`, files, options),
  record: (body: RecordBodyWritable) => request<RecordingJob>("POST", "/api/simulator/record", { body }),
  recordJob: (id: string) => request<RecordingJob>("GET", `/api/simulator/record/${encodeURIComponent(id)}`),
  endRecord: (id: string, keep: boolean) =>
    request<RecordingJob>("DELETE", `/api/simulator/record/${encodeURIComponent(id)}`, {
      query: { keep: String(keep) },
    }),
  clock: (id: string) => request<AgentClockState>("GET", agentPath(id, "/clock")),
  changeClock: (id: string, body: ClockOrder) => request<AgentClockState>("PUT", agentPath(id, "/clock"), { body }),
  reboot: (id: string, body?: ColdStartOrder) => request<RebootOutcome>("POST", agentPath(id, "/reboot"), { body }),
  journal: (id: string, query: JournalQuery, signal: AbortSignal) =>
    request<JournalPage>("GET", agentPath(id, "/journal"), { query: { ...query, limit: JOURNAL }, signal }),
  countJournal: (id: string, body: JournalQuery & { min: number; max: number | null }) =>
    request<JournalVerdict>("POST", agentPath(id, "/journal/count"), { body }),
  forgetJournal: (id: string) => request<ForgottenJournal>("DELETE", agentPath(id, "/journal")),
  access: () => request<AccessDocument>("GET", "/api/simulator/access"),
  saveAccess: (body: AccessDocument) => request<AccessSaved>("PUT", "/api/simulator/access", { body }),
};
