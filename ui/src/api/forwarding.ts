import type {
  DestinationTrial,
  OutboxChangedCount,
  OutboxChoice,
  OutboxEntry,
  OutboxPage,
  TrapDestination,
  TrapDestinationList,
} from "./generated";
import { request } from "./http";

export type DestinationSettings = TrapDestination["settings"];
export type OutboxState = OutboxEntry["state"];
/** Where notifications are forwarded to, and what is on its way there. */
const destinations = "/api/traps/destinations";
const destinationPath = (name: string, rest = "") => `${destinations}/${encodeURIComponent(name)}${rest}`;
const outbox = "/api/traps/outbox";

export const destinationCalls = {
  all: () => request<TrapDestinationList>("GET", destinations),
  add: (body: DestinationSettings) => request<TrapDestination>("POST", destinations, { body }),
  replace: (name: string, body: DestinationSettings, revision: number) =>
    request<TrapDestination>("PUT", destinationPath(name), { body, query: { revision } }),
  remove: (name: string) => request<void>("DELETE", destinationPath(name), { query: { even_if_waiting: "true" } }),
  test: (name: string) => request<DestinationTrial>("POST", destinationPath(name, "/test")),
};

const queryOf = ({ ids, state, destination }: OutboxChoice) => ({ ids: ids?.map(String), state, destination });

export const outboxCalls = {
  page: (choice: Omit<OutboxChoice, "ids">, before: number | null, signal: AbortSignal) =>
    request<OutboxPage>("GET", outbox, {
      query: { ...choice, ...(before === null ? {} : { before }) },
      signal,
    }),
  retry: (choice: OutboxChoice) => request<OutboxChangedCount>("POST", `${outbox}/retry`, { body: choice }),
  remove: (choice: OutboxChoice) => request<OutboxChangedCount>("DELETE", outbox, { query: queryOf(choice) }),
};
