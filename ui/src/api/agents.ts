import type {
  AccessDocument,
  AccessSaved,
  AgentClockState,
  AgentDocument,
  AgentDocumentChanges,
  AgentFaultsState,
  AgentObject,
  AgentObjects,
  AgentOverrides,
  AgentPage,
  AgentRecord,
  AgentsWithFaults,
  ClockOrder,
  ColdStartBodyWritable,
  DeletedAgentReply,
  FaultCatalogue,
  FaultsDocument,
  ForgottenJournal,
  JournalPage,
  JournalQuestion,
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

/** Which of an agent's requests are meant; what is left out does not matter. */
export type JournalQuery = Pick<JournalQuestion, "oid" | "pdu" | "source" | "last_s" | "max_repetitions">;

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
  change: (id: string, body: AgentDocumentChanges, revision?: number) =>
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
  reboot: (id: string, body?: ColdStartBodyWritable) =>
    request<RebootOutcome>("POST", agentPath(id, "/reboot"), { body }),
  journal: (id: string, query: JournalQuery, signal: AbortSignal) =>
    request<JournalPage>("GET", agentPath(id, "/journal"), { query: { ...query, limit: JOURNAL }, signal }),
  countJournal: (id: string, body: JournalQuestion) =>
    request<JournalVerdict>("POST", agentPath(id, "/journal/count"), { body }),
  forgetJournal: (id: string) => request<ForgottenJournal>("DELETE", agentPath(id, "/journal")),
  access: () => request<AccessDocument>("GET", "/api/simulator/access"),
  saveAccess: (body: AccessDocument) => request<AccessSaved>("PUT", "/api/simulator/access", { body }),
};
