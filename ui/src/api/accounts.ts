import type {
  ApiTokenList,
  AuditPage,
  Me,
  NewApiToken,
  SessionList,
  SessionsEndedReply,
  StatusReply,
  TokenToMake,
  User,
  UserChangeWritable,
  UserList,
  UserRemoved,
  UserToMakeWritable,
} from "./generated";
import { request, send } from "./http";

/** Who may use this workbench, as what, and what was done. */
const ofAll = (isAll: boolean) => ({ query: isAll ? { all: "true" } : {} });
const sessionPath = (id: string) => `/api/settings/sessions/${encodeURIComponent(id)}`;
const tokenPath = (id: string) => `/api/settings/tokens/${encodeURIComponent(id)}`;
const userPath = (name: string) => `/api/settings/users/${encodeURIComponent(name)}`;

export const accountCalls = {
  me: () => request<Me>("GET", "/api/settings/me"),
  sessions: (isAll: boolean) => request<SessionList>("GET", "/api/settings/sessions", ofAll(isAll)),
  endSession: (id: string) => request<StatusReply>("DELETE", sessionPath(id)),
  endOtherSessions: () => request<SessionsEndedReply>("POST", "/api/settings/sessions/end-others"),
  tokens: (isAll: boolean) => request<ApiTokenList>("GET", "/api/settings/tokens", ofAll(isAll)),
  makeToken: (body: TokenToMake) => request<NewApiToken>("POST", "/api/settings/tokens", { body }),
  endToken: (id: string) => request<StatusReply>("DELETE", tokenPath(id)),
  users: () => request<UserList>("GET", "/api/settings/users"),
  makeUser: (body: UserToMakeWritable) => request<User>("POST", "/api/settings/users", { body }),
  changeUser: (name: string, body: UserChangeWritable) => request<User>("PUT", userPath(name), { body }),
  removeUser: (name: string) => request<UserRemoved>("DELETE", userPath(name)),
};

const MOST_ENTRIES = 200;

export type AuditFormat = "csv" | "json";

export const auditCalls = {
  page: (q: string, before: number | null, signal?: AbortSignal) =>
    request<AuditPage>("GET", "/api/settings/audit", {
      query: { limit: MOST_ENTRIES, ...(q === "" ? {} : { q }), ...(before === null ? {} : { before }) },
      ...(signal ? { signal } : {}),
    }),
  export: async (format: AuditFormat, q: string) =>
    (await send("GET", "/api/settings/audit/export", { query: { format, ...(q === "" ? {} : { q }) } })).blob(),
};

/** Everything that is saved, as one file with the server's name for it. */
export async function fetchBackup(hasKey: boolean): Promise<{ name: string; content: Blob }> {
  const response = await send("GET", "/api/settings/backup", { query: { with_key: String(hasKey) } });
  const named = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
  return { name: named?.[1] ?? "trishul-backup.tar.gz", content: await response.blob() };
}
