import type { PairSuggestion, RuleDocument, TrapRule } from "../../../api/generated";
import { formatMinute, readMinute } from "../../../components/values/format";
import { texts } from "../../../texts";

const words = texts.rules;

export type SeverityName = NonNullable<TrapRule["severity"]>;
export const severityNames: readonly SeverityName[] = ["debug", "info", "notice", "warning", "error", "critical"];

/** A rule as it is typed. */
export interface RuleDraft {
  name: string;
  query: string;
  enabled: boolean;
  tags: string;
  severity: string;
  /** A local moment to the minute, as its field writes it; empty where nothing is muted. */
  mute: string;
  /** Names of destinations. */
  forward: string[];
  stop: boolean;
  isPair: boolean;
  clearedBy: string;
  same: string;
}

export const newRule: RuleDraft = {
  name: "",
  query: "",
  enabled: true,
  tags: "",
  severity: "",
  mute: "",
  forward: [],
  stop: false,
  isPair: false,
  clearedBy: "",
  same: "",
};

/** In the time that is chosen for all moments. */
export function minuteOf(at_s: number): string {
  return formatMinute(at_s * 1000);
}

export function secondsOf(minute: string): number | null {
  const at_ms = readMinute(minute);
  return at_ms === null ? null : at_ms / 1000;
}

const listed = (typed: string): string[] =>
  typed
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

export function draftOfRule(rule: TrapRule): RuleDraft {
  return {
    name: rule.name,
    query: rule.query ?? "",
    enabled: rule.enabled ?? true,
    tags: (rule.add_tags ?? []).join(", "),
    severity: rule.severity ?? "",
    mute: rule.mute_until ? minuteOf(rule.mute_until) : "",
    forward: rule.forward ?? [],
    stop: rule.stop ?? false,
    isPair: rule.cleared_by != null,
    clearedBy: rule.cleared_by ?? "",
    same: (rule.same ?? []).join(", "),
  };
}

export const draftOfSuggestion = ({ name, query, cleared_by, same }: PairSuggestion): RuleDraft => ({
  ...newRule,
  name,
  query,
  isPair: true,
  clearedBy: cleared_by,
  same: same.join(", "),
});

/** What is sent. */
export function documentOfRule(draft: RuleDraft): RuleDocument {
  return {
    name: draft.name.trim(),
    query: draft.query.trim(),
    enabled: draft.enabled,
    add_tags: listed(draft.tags),
    severity: severityNames.find((known) => known === draft.severity) ?? null,
    mute_until: secondsOf(draft.mute),
    forward: draft.forward,
    stop: draft.stop,
    cleared_by: draft.isPair ? draft.clearedBy.trim() : null,
    same: draft.isPair ? listed(draft.same) : [],
  };
}

/** What is done with what fits, in a few words. */
export function actsOf(rule: Partial<TrapRule>, now_s: number): string[] {
  const { severity, add_tags = [], mute_until, forward = [], cleared_by, stop } = rule;
  return [
    ...(severity ? [texts.traps.severities[severity] ?? severity] : []),
    ...(add_tags.length > 0 ? [words.acts.tags(add_tags.join(", "))] : []),
    ...(mute_until && mute_until > now_s ? [words.acts.mute] : []),
    ...(forward.length > 0 ? [words.acts.forward(forward.join(", "))] : []),
    ...(cleared_by == null ? [] : [words.acts.pair]),
    ...(stop ? [words.acts.stop] : []),
  ];
}

/** The same list with one element elsewhere. */
export function moved<Element>(list: readonly Element[], from: number, to: number): Element[] {
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
}
