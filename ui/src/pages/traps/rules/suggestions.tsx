import { TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PairSuggestion, TrapRule } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { ruleCalls } from "../../../api/trap-rules";
import { ActButton } from "../../../components/act-button";
import { Dialog } from "../../../components/dialog";
import { EmptyState, LoadingState, ProblemNotice } from "../../../components/states";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import { rulesChanged } from "./asked";
import { documentOfRule, draftOfSuggestion } from "./draft";
import classes from "./rules.module.css";

const words = texts.rules;
const DIALOG_PX = 640;

interface SuggestionsProps {
  rules: readonly TrapRule[];
  onClose: () => void;
}

/** Pairs that MIBs suggest by the names of their notifications; each becomes a rule when it is taken. */
export function Suggestions({ rules, onClose }: SuggestionsProps) {
  const asked = useQuery({ queryKey: keys.pairSuggestions, queryFn: ruleCalls.suggestions });
  const [typed, setTyped] = useState("");
  const all = asked.data?.suggestions ?? [];
  const found = all.filter(({ query, cleared_by }) =>
    `${query} ${cleared_by}`.toLowerCase().includes(typed.trim().toLowerCase()),
  );
  const isTaken = (one: PairSuggestion) =>
    rules.some(({ query, cleared_by }) => query === one.query && cleared_by === one.cleared_by);
  return (
    <Dialog label={words.suggestionsTitle} isTitled size_px={DIALOG_PX} isOpen onClose={onClose}>
      <div className={classes.suggestions}>
        {asked.isError ? <ProblemNotice title={words.suggestionsFailed} cause={asked.error} /> : null}
        {asked.isPending ? <LoadingState /> : null}
        {asked.isSuccess && all.length === 0 ? (
          <EmptyState title={words.noSuggestions} help={words.noSuggestionsHelp} />
        ) : null}
        {all.length > 0 ? (
          <>
            <TextInput
              id="rule-suggestion-search"
              data-autofocus
              aria-label={words.suggestionsSearch}
              placeholder={words.suggestionsSearch}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <p className={classes.quiet}>
              {words.suggestionCount(formatCount(found.length))}. {words.suggestionsHelp}
            </p>
            <ul id="rule-suggestions" className={classes.suggested}>
              {found.map((one) => (
                <Suggestion key={one.query + one.cleared_by} suggestion={one} isTaken={isTaken(one)} />
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </Dialog>
  );
}

const notification = (query: string) => query.replace(/^trap:/, "");

function Suggestion({ suggestion, isTaken }: { suggestion: PairSuggestion; isTaken: boolean }) {
  const taking = useMutation({
    meta: { failed: words.takeFailed },
    mutationFn: () => ruleCalls.add(documentOfRule(draftOfSuggestion(suggestion))),
    onSuccess: rulesChanged,
  });
  return (
    <li className={classes.suggestion}>
      <span className={classes.grows}>
        <span className="mono">{notification(suggestion.query)}</span>
        <span className={classes.quiet}>
          {" "}
          {words.endedBy(notification(suggestion.cleared_by))}
          {suggestion.same.length > 0 ? `, ${words.same.toLowerCase()} ${suggestion.same.join(", ")}` : ""}
        </span>
      </span>
      {isTaken ? (
        <span className={classes.quiet}>{words.taken}</span>
      ) : (
        <ActButton variant="default" size="compact-sm" loading={taking.isPending} onClick={() => taking.mutate()}>
          {words.take}
        </ActButton>
      )}
      {taking.isError ? <ProblemNotice title={words.takeFailed} cause={taking.error} /> : null}
    </li>
  );
}
