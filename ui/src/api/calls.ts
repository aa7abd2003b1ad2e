import type {
  AppSettingsBody,
  AppSettingsChange,
  AppSettingsReply,
  CheckReply,
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
  DropsOverview,
  Health,
  KeptDatagrams,
  LoginReply,
  LoginRequestWritable,
  Meta,
  NodeDetail,
  ReceiverStart,
  ReceiverStarted,
  ReceiverStopReply,
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
  TrapDetail,
  TrapPage,
  TrapsStatus,
} from "./generated";
import { request } from "./http";

/** Every request of the interface, by area; the shapes are the server's own. */
export const sessionCalls = {
  logIn: (body: LoginRequestWritable) => request<LoginReply>("POST", "/api/settings/login", { body }),
  check: () => request<CheckReply>("GET", "/api/settings/check"),
  logOut: () => request<StatusReply>("POST", "/api/settings/logout"),
  changeLogin: (body: CredentialsRequestWritable) => request<CredentialsReply>("POST", "/api/settings/auth", { body }),
};

export const serverCalls = {
  meta: () => request<Meta>("GET", "/api/meta"),
  health: () => request<Health>("GET", "/api/health"),
  stats: () => request<StatsFrame["data"]>("GET", "/api/stats/"),
  settings: () => request<AppSettingsBody>("GET", "/api/settings/app"),
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

export const simulatorCalls = {
  status: () => request<SimulatorStatus>("GET", "/api/simulator/status"),
  start: (body: SimulatorStart = {}) => request<SimulatorStarted>("POST", "/api/simulator/start", { body }),
  stop: () => request<StopReply>("POST", "/api/simulator/stop"),
  restart: (body: SimulatorStart = {}) => request<SimulatorStarted>("POST", "/api/simulator/restart", { body }),
  log: (limit: number) => request<SimulatorLog>("GET", "/api/simulator/log", { query: { limit } }),
};

export const trapCalls = {
  status: () => request<TrapsStatus>("GET", "/api/traps/status"),
  start: (body: ReceiverStart = {}) => request<ReceiverStarted>("POST", "/api/traps/start", { body }),
  stop: () => request<ReceiverStopReply>("POST", "/api/traps/stop"),
  page: (query: { limit: number; before?: number; after?: number }) =>
    request<TrapPage>("GET", "/api/traps/", { query }),
  one: (id: number) => request<TrapDetail>("GET", `/api/traps/${id}`),
  deleteAll: () => request<ClearReply>("DELETE", "/api/traps/"),
  send: (body: TrapBodyWritable) => request<SentNotification>("POST", "/api/traps/send", { body }),
};

export type DropArea = "simulator" | "traps";

export const dropCalls = {
  all: (area: DropArea) => request<DropsOverview>("GET", `/api/${area}/drops`),
  kept: (area: DropArea, reason: string) => request<KeptDatagrams>("GET", `/api/${area}/drops/${reason}`),
  forget: (area: DropArea, reason: string) => request<void>("DELETE", `/api/${area}/drops/${reason}`),
};

export const browseCalls = {
  node: (oid: string) => request<NodeDetail>("GET", `/api/mibs/browse/node/${encodeURIComponent(oid)}`),
  search: (query: { query: string; limit: number; type_filter?: string }) =>
    request<SearchReply>("GET", "/api/mibs/browse/search", { query }),
};
