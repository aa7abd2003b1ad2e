import type {
  AboutReply,
  AppSettingsBody,
  AppSettingsChange,
  AppSettingsReply,
  BatchCheck,
  CheckReply,
  ClearedLog,
  ClearReply,
  CredentialBodyWritable,
  CredentialChangeWritable,
  CredentialList,
  CredentialRecord,
  CredentialsReply,
  CredentialsRequestWritable,
  CredentialTestBodyWritable,
  CredentialTrial,
  DeletedReply,
  DeleteOutcome,
  DropsOverview,
  EnginesToForget,
  FetchOutcome,
  ForgetReply,
  ForgottenValues,
  Health,
  KeptDatagrams,
  KeptRevisions,
  LogDetail,
  LoginReply,
  LoginRequestWritable,
  Meta,
  MibDependents,
  MibDetails,
  MibList,
  MibSource,
  ModuleList,
  NodeDetail,
  NodeRelations,
  PolicySaved,
  RateHistory,
  ReceiverPolicy,
  ReceiverStart,
  ReceiverStarted,
  ReceiverStopReply,
  ReloadOutcome,
  RevisionDifferences,
  RevisionText,
  SearchReply,
  SentNotification,
  SimulatorLog,
  SimulatorStart,
  SimulatorStarted,
  SimulatorStatus,
  StatsFrame,
  StatusReply,
  StopReply,
  TrapBodyWritable,
  TrapDescription,
  TrapDetail,
  TrapList,
  TrapPage,
  TrapsStatus,
  TreeRows,
  UploadOutcome,
} from "./generated";
import { request, send } from "./http";
import { readLines } from "./ndjson";
import { type SendOptions, sendFiles } from "./upload";

/** Every request of the interface, by area; the shapes are the server's own. */
export const sessionCalls = {
  logIn: (body: LoginRequestWritable) => request<LoginReply>("POST", "/api/settings/login", { body }),
  check: () => request<CheckReply>("GET", "/api/settings/check"),
  logOut: (token: string) => request<StatusReply>("POST", "/api/settings/logout", { token }),
  changeLogin: (body: CredentialsRequestWritable) => request<CredentialsReply>("POST", "/api/settings/auth", { body }),
};

export const serverCalls = {
  meta: () => request<Meta>("GET", "/api/meta"),
  health: () => request<Health>("GET", "/api/health"),
  rates: () => request<RateHistory>("GET", "/api/stats/rates"),
  stats: () => request<StatsFrame["data"]>("GET", "/api/stats/"),
  settings: () => request<AppSettingsBody>("GET", "/api/settings/app"),
  about: () => request<AboutReply>("GET", "/api/settings/about"),
  exportStats: async (format: "json" | "csv") => (await send("GET", "/api/stats/export", { query: { format } })).blob(),
  resetStats: () => request<{ status: string }>("DELETE", "/api/stats/"),
  saveSettings: (body: AppSettingsChange) => request<AppSettingsReply>("POST", "/api/settings/app", { body }),
};

const credentialPath = (name: string) => `/api/credentials/${encodeURIComponent(name)}`;

export const credentialCalls = {
  all: () => request<CredentialList>("GET", "/api/credentials"),
  add: (body: CredentialBodyWritable) => request<CredentialRecord>("POST", "/api/credentials", { body }),
  change: (name: string, body: CredentialChangeWritable) =>
    request<CredentialRecord>("PATCH", credentialPath(name), { body }),
  remove: (name: string) => request<DeletedReply>("DELETE", credentialPath(name), { query: { force: "true" } }),
  test: (body: CredentialTestBodyWritable) => request<CredentialTrial>("POST", "/api/credentials/test", { body }),
};

type LogQuery = { agent?: string; source?: string; pdu?: string; oid?: string };

export const simulatorCalls = {
  status: () => request<SimulatorStatus>("GET", "/api/simulator/status"),
  start: (body: SimulatorStart = {}) => request<SimulatorStarted>("POST", "/api/simulator/start", { body }),
  stop: () => request<StopReply>("POST", "/api/simulator/stop"),
  restart: (body: SimulatorStart = {}) => request<SimulatorStarted>("POST", "/api/simulator/restart", { body }),
  forgetValues: () => request<ForgottenValues>("DELETE", "/api/simulator/values"),
  log: (query: LogQuery & { limit: number; after?: number }) =>
    request<SimulatorLog>("GET", "/api/simulator/log", { query }),
  logEntry: (id: number) => request<LogDetail>("GET", `/api/simulator/log/${id}`),
  exportLog: async (query: LogQuery & { format: "json" | "csv" }) =>
    (await send("GET", "/api/simulator/log/export", { query })).blob(),
  clearLog: () => request<ClearedLog>("DELETE", "/api/simulator/log"),
};

export const trapCalls = {
  status: () => request<TrapsStatus>("GET", "/api/traps/status"),
  start: (body: ReceiverStart = {}) => request<ReceiverStarted>("POST", "/api/traps/start", { body }),
  stop: () => request<ReceiverStopReply>("POST", "/api/traps/stop"),
  page: (query: { limit: number; before?: number; after?: number; q?: string }) =>
    request<TrapPage>("GET", "/api/traps/", { query }),
  one: (id: number) => request<TrapDetail>("GET", `/api/traps/${id}`),
  deleteAll: () => request<ClearReply>("DELETE", "/api/traps/"),
  forgetEngines: (body: EnginesToForget) => request<ForgetReply>("POST", "/api/traps/forget-engines", { body }),
  send: (body: TrapBodyWritable) => request<SentNotification>("POST", "/api/traps/send", { body }),
  policy: () => request<Required<ReceiverPolicy>>("GET", "/api/traps/policy"),
  savePolicy: (body: ReceiverPolicy) => request<PolicySaved>("POST", "/api/traps/policy", { body }),
};

export type DropArea = "simulator" | "traps";

export const dropCalls = {
  all: (area: DropArea) => request<DropsOverview>("GET", `/api/${area}/drops`),
  kept: (area: DropArea, reason: string) => request<KeptDatagrams>("GET", `/api/${area}/drops/${reason}`),
  forget: (area: DropArea, reason: string) => request<void>("DELETE", `/api/${area}/drops/${reason}`),
};

export const browseCalls = {
  node: (oid: string) => request<NodeDetail>("GET", `/api/mibs/browse/node/${encodeURIComponent(oid)}`),
  relations: (oid: string) => request<NodeRelations>("GET", `/api/mibs/browse/relations/${encodeURIComponent(oid)}`),
  search: (query: { query: string; limit: number; module?: string; type_filter?: string }, signal?: AbortSignal) =>
    request<SearchReply>("GET", "/api/mibs/browse/search", { query, ...(signal ? { signal } : {}) }),
  export: async (query: {
    format: "json" | "csv";
    root_oid?: string;
    module?: string;
    query?: string;
    type_filter?: string;
  }) => (await send("GET", "/api/mibs/browse/export", { query })).blob(),
  modules: () => request<ModuleList>("GET", "/api/mibs/browse/modules", { query: { limit: 20_000 } }),
};

const mibPath = (name: string, rest = "") => `/api/mibs/${encodeURIComponent(name)}${rest}`;
const MOST_MODULES = 20_000;
const MOST_NOTIFICATIONS = 5_000;

export const mibCalls = {
  all: () => request<MibList>("GET", "/api/mibs/status", { query: { limit: MOST_MODULES } }),
  details: (module: string) => request<MibDetails>("GET", mibPath(module, "/details")),
  source: (module: string) => request<MibSource>("GET", mibPath(module, "/source")),
  notifications: (offset: number, module?: string) =>
    request<TrapList>("GET", "/api/mibs/traps", { query: { limit: MOST_NOTIFICATIONS, offset, module } }),
  check: (files: readonly File[], options?: SendOptions) =>
    sendFiles<BatchCheck>("/api/mibs/validate-batch", files, options),
  upload: (files: readonly File[], replace: boolean, options?: SendOptions) =>
    sendFiles<UploadOutcome>(`/api/mibs/upload?replace=${replace}`, files, options),
  save: (filename: string, text: string, based_on: string | null) =>
    request<UploadOutcome>("PUT", mibPath(filename, "/text"), { body: { text, based_on } }),
  revisions: (filename: string) => request<KeptRevisions>("GET", mibPath(filename, "/revisions")),
  revision: (filename: string, id: string) => request<RevisionText>("GET", mibPath(filename, `/revisions/${id}`)),
  differences: (filename: string, id: string) =>
    request<RevisionDifferences>("GET", mibPath(filename, `/revisions/${id}/differences`)),
  restore: (filename: string, id: string) =>
    request<UploadOutcome>("POST", mibPath(filename, `/revisions/${id}/restore`)),
  dependents: (filename: string) => request<MibDependents>("GET", mibPath(filename, "/dependents")),
  remove: (filename: string) => request<DeleteOutcome>("DELETE", mibPath(filename)),
  reload: () => request<ReloadOutcome>("POST", "/api/mibs/reload"),
  fetch: (dependencies: readonly string[]) =>
    request<FetchOutcome>("POST", "/api/mibs/fetch-dependencies", { body: { dependencies } }),
};

/** The tree, piece by piece as it comes. */
export async function* readTree(
  query: { by: "oid" | "module"; root_oid?: string; module?: string; whole?: "true" },
  signal?: AbortSignal,
): AsyncGenerator<TreeRows> {
  const response = await send("GET", "/api/mibs/browse/tree/rows", { query, ...(signal ? { signal } : {}) });
  for await (const line of readLines(response)) yield line as TreeRows;
}

/** Every notification of the library, page after page. */
export async function allNotifications(): Promise<TrapDescription[]> {
  const found: TrapDescription[] = [];
  for (let offset: number | null = 0; offset !== null; ) {
    const page: TrapList = await mibCalls.notifications(offset);
    found.push(...page.traps);
    offset = page.next;
  }
  return found;
}
