import type {
  PairSuggestions,
  RuleDocument,
  RuleDocumentChanges,
  RulePreview,
  TrapRule,
  TrapRuleList,
  TrapSources,
} from "./generated";
import { request } from "./http";

/** What is done with stored notifications, and who sends them. */
const rulePath = (id: number) => `/api/traps/rules/${id}`;

export const ruleCalls = {
  all: () => request<TrapRuleList>("GET", "/api/traps/rules"),
  add: (body: RuleDocument) => request<TrapRule>("POST", "/api/traps/rules", { body }),
  change: (id: number, body: RuleDocumentChanges) => request<TrapRule>("PATCH", rulePath(id), { body }),
  remove: (id: number) => request<void>("DELETE", rulePath(id)),
  order: (ids: readonly number[]) => request<TrapRuleList>("PUT", "/api/traps/rules/order", { body: { ids } }),
  preview: (body: RuleDocumentChanges, signal?: AbortSignal) =>
    request<RulePreview>("POST", "/api/traps/rules/preview", { body, ...(signal ? { signal } : {}) }),
  suggestions: () => request<PairSuggestions>("GET", "/api/traps/rules/suggestions"),
};

export const askSources = () => request<TrapSources>("GET", "/api/traps/sources");
