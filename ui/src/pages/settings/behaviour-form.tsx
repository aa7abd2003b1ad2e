import { Button, Switch, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect } from "react";
import { serverCalls } from "../../api/calls";
import type { AppSettingsBody } from "../../api/generated";
import { Problem } from "../../api/problem";
import { keys, queryClient } from "../../api/queries";
import { useDraft } from "../../components/forms/draft";
import { ChoiceField, NumberField } from "../../components/forms/fields";
import { Notice, ProblemNotice } from "../../components/states";
import { texts } from "../../texts";
import { changesOf } from "./changes";
import classes from "./settings.module.css";

const words = texts.settings;

const noEdits = { edits: {} };

const switches = [
  { name: "auto_start_simulator", label: words.autoSimulator },
  { name: "auto_start_trap_receiver", label: words.autoReceiver },
  { name: "mib_auto_fetch", label: words.mibFetch },
] as const;

const keptLimits = [
  { name: "kept_walks_count", label: words.keptWalksCount, max: 100_000 },
  { name: "kept_walks_days", label: words.keptWalksDays, max: 36_500 },
  { name: "kept_walks_megabytes", label: words.keptWalksMegabytes, max: 1_000_000 },
] as const;

/** Fields under which the server's word about them is said. */
const shownFields = ["session_timeout", "mib_remote_sources", ...keptLimits.map(({ name }) => name)] as const;

const keeping = (["memory", "restart"] as const).map((value) => ({ value, label: words.keepValuesChoices[value] }));

/** What was not touched is not sent, so two people at once do not undo each other. */
export function BehaviourForm({ saved }: { saved: AppSettingsBody }) {
  const [{ edits }, draft] = useDraft<{ edits: Partial<AppSettingsBody> }>("settings", noEdits);
  const setEdits = (next: Partial<AppSettingsBody>) => draft({ edits: next });
  const saving = useMutation({
    mutationFn: serverCalls.saveSettings,
    onSuccess: (reply) => {
      queryClient.setQueryData(keys.settings, reply.settings);
      setEdits({});
    },
  });
  const changes = changesOf(saved, edits);
  const count = Object.keys(changes).length;
  useLeaveQuestion(count > 0);
  const shown = { ...saved, ...edits };
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const errorOf = (field: keyof AppSettingsBody) => refused?.about(field);
  const change = (part: Partial<AppSettingsBody>) => {
    setEdits({ ...edits, ...part });
    if (!saving.isPending) saving.reset();
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (count > 0) saving.mutate(changes);
  };

  return (
    <form id="settings-form" className={classes.form} onSubmit={handleSubmit} noValidate>
      {switches.map(({ name, label }) => (
        <Switch
          key={name}
          size="sm"
          label={label}
          checked={shown[name]}
          onChange={(event) => change({ [name]: event.currentTarget.checked })}
        />
      ))}
      <div id="settings-keep-values" className={classes.narrow}>
        <ChoiceField
          label={words.keepValues}
          help={words.keepValuesHelp[shown.keep_set_values]}
          options={keeping}
          value={shown.keep_set_values}
          onChange={(keep_set_values) => change({ keep_set_values })}
        />
      </div>
      <div className={classes.narrow}>
        <NumberField
          label={words.sessionTimeout}
          help={words.sessionTimeoutHelp}
          min={60}
          max={86_400}
          value={shown.session_timeout}
          error={errorOf("session_timeout")}
          onChange={(value) => (value === null ? undefined : change({ session_timeout: value }))}
        />
      </div>
      <fieldset className={classes.limits}>
        <legend className={classes.legend}>{words.keptWalks}</legend>
        {keptLimits.map(({ name, label, max }) => (
          <NumberField
            key={name}
            label={label}
            min={1}
            max={max}
            value={shown[name]}
            error={errorOf(name)}
            onChange={(value) => (value === null ? undefined : change({ [name]: value }))}
          />
        ))}
      </fieldset>
      <Textarea
        label={words.mibSources}
        description={words.mibSourcesHelp}
        inputWrapperOrder={["label", "input", "error", "description"]}
        classNames={{ input: classes.mono ?? "" }}
        autosize
        minRows={2}
        spellCheck={false}
        value={shown.mib_remote_sources.join("\n")}
        error={errorOf("mib_remote_sources") ?? null}
        onChange={(event) => change({ mib_remote_sources: event.currentTarget.value.split("\n") })}
      />
      {refused && !shownFields.some(errorOf) ? <ProblemNotice title={words.saveFailed} cause={refused} /> : null}
      {saving.isSuccess ? (
        <Notice kind="success" title={saving.data.restart_required ? words.savedRestart : words.saved} />
      ) : null}
      <div className={classes.line}>
        <Button type="submit" loading={saving.isPending} disabled={count === 0}>
          {words.save}
        </Button>
        {count > 0 ? (
          <>
            <span className={classes.quiet}>{words.unsaved(count)}</span>
            <Button variant="subtle" onClick={() => setEdits({})}>
              {words.discard}
            </Button>
          </>
        ) : null}
      </div>
    </form>
  );
}

/** Edits survive going to another page; closing the tab asks first. */
function useLeaveQuestion(isAsking: boolean): void {
  useEffect(() => {
    if (!isAsking) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isAsking]);
}
