import { request } from "./http";
import type { SimulatorLogEntry, SimulatorStatus, Stats, TrapDetail, TrapRecord, TrapsStatus } from "./shapes";

/** Every request of the interface, by area. */
export interface LoginReply {
  token: string;
  username: string;
}

export interface AppSettings {
  auto_start_simulator: boolean;
  auto_start_trap_receiver: boolean;
  session_timeout: number;
  mib_auto_fetch: boolean;
  mib_remote_sources: string[];
}

export interface TrapPage {
  data: TrapRecord[];
  next: number | null;
  total: number;
}

export interface TrapToSend {
  target: string;
  port: number;
  community: string;
  oid: string;
  version: "1" | "2c";
  kind: "trap" | "inform";
  varbinds: { oid: string; type: string; value: string }[];
  timeout_s: number;
  retries: number;
}

export interface ServiceStart {
  port?: number;
  community?: string;
}

export const sessionCalls = {
  logIn: (username: string, password: string) =>
    request<LoginReply>("POST", "/api/settings/login", { body: { username, password } }),
  check: () => request<{ status: string; user: string }>("GET", "/api/settings/check"),
  logOut: () => request<{ status: string }>("POST", "/api/settings/logout"),
  changeLogin: (body: { current_password: string; username: string; password: string }) =>
    request<{ status: string; message: string }>("POST", "/api/settings/auth", { body }),
};

export const serverCalls = {
  meta: () => request<{ name: string; version: string; author: string; description: string }>("GET", "/api/meta"),
  health: () => request<{ status: string }>("GET", "/api/health"),
  stats: () => request<Stats>("GET", "/api/stats/"),
  settings: () => request<AppSettings>("GET", "/api/settings/app"),
  saveSettings: (body: Partial<AppSettings>) =>
    request<{ status: string; restart_required: boolean; settings: AppSettings }>("POST", "/api/settings/app", {
      body,
    }),
};

export const simulatorCalls = {
  status: () => request<SimulatorStatus>("GET", "/api/simulator/status"),
  start: (body: ServiceStart = {}) => request<{ status: string }>("POST", "/api/simulator/start", { body }),
  stop: () => request<{ status: string }>("POST", "/api/simulator/stop"),
  restart: (body: ServiceStart = {}) => request<{ status: string }>("POST", "/api/simulator/restart", { body }),
  log: (limit: number) => request<{ data: SimulatorLogEntry[] }>("GET", "/api/simulator/log", { query: { limit } }),
};

export const trapCalls = {
  status: () => request<TrapsStatus>("GET", "/api/traps/status"),
  start: (body: ServiceStart = {}) => request<{ status: string }>("POST", "/api/traps/start", { body }),
  stop: () => request<{ status: string }>("POST", "/api/traps/stop"),
  page: (query: { limit: number; before?: number; after?: number }) =>
    request<TrapPage>("GET", "/api/traps/", { query }),
  one: (id: number) => request<TrapDetail>("GET", `/api/traps/${id}`),
  deleteAll: () => request<{ status: string; deleted: number }>("DELETE", "/api/traps/"),
  send: (body: TrapToSend) =>
    request<{ status: string; elapsed_ms?: number | null }>("POST", "/api/traps/send", { body }),
};
