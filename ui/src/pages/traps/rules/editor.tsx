import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import type { TrapRule } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { ruleCalls } from "../../../api/trap-rules";
import { ActButton } from "../../../components/act-button";
import { AskFirst } from "../../../components/ask-first";
import { useDraft } from "../../../components/forms/draft";
import { OnlyFor } from "../../../components/only-for";
import { Notice, ProblemNotice } from "../../../components/states";
import { ToolButton } from "../../../components/tool-button";
import { useUnsaved } from "../../../components/unsaved/use-unsaved";
import { texts } from "../../../texts";
import { rulesChanged } from "./asked";
import { documentOfRule, draftOfRule, newRule, type RuleDraft, severityNames } from "./draft";
import { Forward } from "./forward";
import { Mute } from "./mute";
import { PairFields } from "./pair-fields";
import { Preview, usePreview } from "./preview";
import { QueryField } from "./query-field";
import classes from "./rules.module.css";

const words = texts.rules;
const shownFields = ["name", "query", "severity", "add_tags", "mute_until", "forward", "cleared_by", "same"] as const;
export type ErrorOf = (field: (typeof shownFields)[number]) => Problem | null;

/** Edits outlive leaving the page; what somebody else saved meanwhile begins anew. */
export const draftNameOf = (rule: TrapRule | null) => (rule ? `rule-${rule.id}-${rule.updated_at}` : "rule-new");

interface EditorProps {
  /** The rule that is changed; null for a new one. */
  rule: TrapRule | null;
  onSaved: (rule: TrapRule) => void;
  onClose: () => void;
}

/** What a rule fits and what it does, beside what it would have done. */
export function Editor({ rule, onSaved, onClose }: EditorProps) {
  const saved = rule ? draftOfRule(rule) : newRule;
  const [draft, setDraft] = useDraft<RuleDraft>(draftNameOf(rule), saved);
  const document = documentOfRule(draft);
  const preview = usePreview(document);
  const saving = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: () => (rule ? ruleCalls.change(rule.id, document) : ruleCalls.add(document)),
    onSuccess: async (next) => {
      if (!rule) setDraft(newRule);
      await rulesChanged();
      onSaved(next);
    },
  });
  const failure = saving.error ?? preview.error;
  const refused = failure ? Problem.from(failure) : null;
  const errorOf: ErrorOf = (field) => (refused?.about(field) ? refused : null);
  const change = (part: Partial<RuleDraft>) => {
    setDraft(part);
    saving.reset();
  };
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved);
  useUnsaved(`rule ${rule?.id ?? "new"}`, {
    isEdited: isChanged,
    label: rule?.name ?? words.add,
    isKept: true,
    discard: () => setDraft(saved),
  });
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <section id="rule-editor" className={classes.editor} aria-label={words.edit}>
      <header className={classes.head}>
        <h2 className={classes.title}>{rule?.name ?? words.add}</h2>
        {rule ? <Remove rule={rule} onDone={onClose} /> : null}
        <ToolButton icon="close" label={words.close} isBare onClick={onClose} />
      </header>
      <form id="rule-form" className={classes.form} onSubmit={handleSubmit} noValidate>
        {rule?.error ? (
          <Notice kind="warning" title={words.cannotRun}>
            <p>{rule.error}</p>
          </Notice>
        ) : null}
        <OnlyFor least="operator">
          <TextInput
            id="rule-name"
            label={words.name}
            value={draft.name}
            maxLength={64}
            error={errorOf("name")?.about("name")}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <QueryField
            id="rule-query"
            label={words.query}
            value={draft.query}
            problem={errorOf("query")}
            hasSaved
            onChange={(query) => change({ query })}
          />
          <div className={classes.pair}>
            <Select
              id="rule-severity"
              label={words.severity}
              placeholder={words.asItWas}
              description={words.severityHelp}
              inputWrapperOrder={["label", "input", "error", "description"]}
              data={severityNames.map((value) => ({ value, label: texts.traps.severities[value] ?? value }))}
              value={draft.severity === "" ? null : draft.severity}
              clearable
              clearButtonProps={{ "aria-label": words.asItWas }}
              onChange={(severity) => change({ severity: severity ?? "" })}
            />
            <TextInput
              id="rule-tags"
              label={words.tags}
              description={words.tagsHelp}
              inputWrapperOrder={["label", "input", "error", "description"]}
              value={draft.tags}
              error={errorOf("add_tags")?.about("add_tags")}
              onChange={(event) => change({ tags: event.currentTarget.value })}
            />
          </div>
          <Mute
            until={draft.mute}
            error={errorOf("mute_until")?.about("mute_until")}
            onChange={(mute) => change({ mute })}
          />
          <Forward
            chosen={draft.forward}
            error={errorOf("forward")?.about("forward")}
            onChange={(forward) => change({ forward })}
          />
          <PairFields draft={draft} errorOf={errorOf} onChange={change} />
          <div className={classes.switches}>
            <Checkbox
              id="rule-stop"
              label={words.stop}
              checked={draft.stop}
              onChange={(event) => change({ stop: event.currentTarget.checked })}
            />
            <Checkbox
              id="rule-enabled"
              label={words.enabled}
              checked={draft.enabled}
              onChange={(event) => change({ enabled: event.currentTarget.checked })}
            />
          </div>
        </OnlyFor>
        {saving.isError && !shownFields.some(errorOf) ? (
          <ProblemNotice title={words.saveFailed} cause={saving.error} />
        ) : null}
        <div className={classes.answers}>
          {isChanged ? (
            <>
              <span className={classes.quiet}>{words.unsaved}</span>
              <Button variant="default" onClick={() => change(saved)}>
                {words.undo}
              </Button>
            </>
          ) : null}
          <ActButton
            id="rule-save"
            type="submit"
            loading={saving.isPending}
            reason={rule !== null && !isChanged ? texts.words.unchanged : undefined}
          >
            {words.save}
          </ActButton>
        </div>
      </form>
      <Preview preview={preview} isRefused={refused !== null && shownFields.some(errorOf)} />
    </section>
  );
}

function Remove({ rule, onDone }: { rule: TrapRule; onDone: () => void }) {
  return (
    <AskFirst
      target={(toggle) => (
        <ToolButton least="operator" id="rule-remove" icon="trash" label={words.remove} isBare onClick={toggle} />
      )}
      question={words.removeQuestion(rule.name)}
      confirm={words.remove}
      failed={words.removeFailed}
      act={() => ruleCalls.remove(rule.id)}
      done={texts.toasts.forgotten(rule.name)}
      undo={() => ruleCalls.add(documentOfRule(draftOfRule(rule))).then(rulesChanged)}
      onDone={() => {
        onDone();
        void rulesChanged();
      }}
    />
  );
}
