import { QueryClient } from "@tanstack/react-query";

/**
 * Nothing is asked again by itself: pushed state is newer than any poll, and after a reconnect everything shown is asked
 * once more (see lifecycle.ts).
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
    mutations: { retry: false },
  },
});

/** What may be asked about the server without a session, every minute. */
export const openKeys = { health: ["health"], meta: ["meta"] } as const;

/** What belongs to a session: forgotten when it is left, asked again after a reconnect. */
export const keys = {
  settings: ["session", "settings"],
  statistics: ["session", "statistics"],
  about: ["session", "about"],
  me: ["session", "me"],
  allSessions: ["session", "sessions"],
  sessions: (isAll: boolean) => ["session", "sessions", isAll],
  tokens: ["session", "tokens"],
  users: ["session", "users"],
  audit: (q: string) => ["session", "audit", q],
  credentials: ["session", "credentials"],
  simulator: ["session", "simulator"],
  agents: ["session", "agents"],
  /** Apart from the list that is followed: names are asked for when the palette opens. */
  agentNames: ["session", "agent names"],
  faultCatalogue: ["session", "faults"],
  agentFaults: (id: string) => ["session", "faults", id],
  clock: (id: string) => ["session", "clock", id],
  journalOf: (id: string) => ["session", "journal", id],
  journal: (id: string, asked: object) => ["session", "journal", id, asked],
  recordJob: (id: string) => ["session", "record", id],
  access: ["session", "access"],
  overrides: (id: string) => ["session", "overrides", id],
  receiver: ["session", "receiver"],
  trapPolicy: ["session", "trap policy"],
  names: (typed: string, kinds: string) => ["session", "names", typed, kinds],
  node: (oid: string) => ["session", "names", "node", oid],
  mibs: ["session", "names", "mibs"],
  mib: (module: string) => ["session", "names", "mibs", module],
  source: (module: string) => ["session", "names", "mibs", "source", module],
  notifications: ["session", "names", "notifications"],
  mibRevisions: (file: string) => ["session", "names", "mibs", "revisions", file],
  dependents: (file: string) => ["session", "names", "mibs", "dependents", file],
  relations: (oid: string) => ["session", "names", "relations", oid],
  walkJobs: ["session", "walk jobs"],
  jobRuns: (id: string, last: string) => ["session", "walk jobs", id, last],
  walkTargets: ["session", "walk targets"],
  kept: ["session", "names", "kept"],
  /** Outside of what has names: a list of the dashboard, which asks nothing when MIBs change. */
  recentWalks: ["session", "recent walks"],
  rates: ["session", "rates"],
  keptWalks: (search: string) => ["session", "names", "kept", "list", search],
  keptChoice: ["session", "names", "kept", "choice"],
  keptWalk: (id: number) => ["session", "names", "kept", id],
  walkLint: (id: number) => ["session", "names", "lint", id],
  missingMibs: (id: number) => ["session", "names", "missing", id],
  comparison: (before: number, after: number, search: string, kinds: readonly string[]) => [
    "session",
    "names",
    "compared",
    before,
    after,
    search,
    kinds,
  ],
  tables: (columns: readonly string[]) => ["session", "names", "tables", columns],
  search: (asked: object) => ["session", "names", "search", asked],
  modules: ["session", "names", "modules"],
  drops: (area: string) => ["session", "drops", area],
  dropped: (area: string, reason: string) => ["session", "drops", area, reason],
  logEntry: (id: number) => ["session", "log", id],
  trap: (id: number) => ["session", "trap", id],
  trapExplanation: (id: number) => ["session", "trap", "explanation", id],
  trapLint: (id: number) => ["session", "trap", "lint", id],
  trapRuns: ["session", "trap-runs"],
  trapTemplates: ["session", "trap-templates"],
  trapSearches: ["session", "trap-searches"],
  trapCompletion: (typed: string, at: number) => ["session", "names", "trap-completion", typed, at],
  trapRules: ["session", "names", "trap-rules"],
  rulePreview: (asked: object) => ["session", "names", "trap-rules", "preview", asked],
  pairSuggestions: ["session", "names", "pair-suggestions"],
  forwarding: ["session", "names", "forwarding"],
  destinations: ["session", "names", "forwarding", "destinations"],
  outbox: (choice: object) => ["session", "names", "forwarding", "outbox", choice],
  inboxes: ["session", "trap-inboxes"],
  trapSources: ["session", "trap-sources"],
  trapCheck: (asked: object) => ["session", "names", "trap-check", asked],
} as const;

export const sessionScope = ["session"] as const;
/** What is shown with names, and what is known of names: it changes with the MIB library. */
export const namedScopes = [
  ["session", "trap"],
  ["session", "names"],
] as const;
