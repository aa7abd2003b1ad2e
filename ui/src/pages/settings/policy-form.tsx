import { Button, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { trapCalls } from "../../api/calls";
import type { ReceiverPolicy } from "../../api/generated";
import { Problem } from "../../api/problem";
import { keys, queryClient } from "../../api/queries";
import { NumberField } from "../../components/forms/fields";
import { Panel } from "../../components/panel";
import { LoadingState, Notice, ProblemNotice } from "../../components/states";
import { texts } from "../../texts";
import classes from "./settings.module.css";

const words = texts.policy;

const numbers = [
  { name: "keep_rows", max: 2_147_483_647 },
  { name: "keep_days", max: 36_500 },
  { name: "keep_megabytes", max: 2_147_483_647 },
  { name: "rate_per_source", max: 1_000_000 },
  { name: "max_octets", max: 65_535 },
  { name: "max_varbinds", max: 65_535 },
  { name: "fold_window_s", max: 3600 },
] as const;

/** Without the saved policy there is no form, so that a failed load can never save defaults over it. */
export function PolicyPanel() {
  const asked = useQuery({ queryKey: keys.trapPolicy, queryFn: trapCalls.policy });
  return (
    <Panel title={words.title}>
      {asked.isSuccess ? (
        <PolicyForm saved={asked.data} />
      ) : asked.isError ? (
        <ProblemNotice title={words.loadFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
      ) : (
        <LoadingState />
      )}
    </Panel>
  );
}

/** What was not touched is not sent, so two people at once do not undo each other. */
function PolicyForm({ saved }: { saved: Required<ReceiverPolicy> }) {
  const [edits, setEdits] = useState<Partial<ReceiverPolicy>>({});
  const saving = useMutation({
    mutationFn: trapCalls.savePolicy,
    onSuccess: (reply) => {
      queryClient.setQueryData(keys.trapPolicy, reply.policy);
      setEdits({});
    },
  });
  const shown = { ...saved, ...edits };
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const change = (part: Partial<ReceiverPolicy>) => {
    setEdits({ ...edits, ...part });
    if (!saving.isPending) saving.reset();
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate({ ...edits, ...(edits.allowed_networks ? { allowed_networks: lines(edits.allowed_networks) } : {}) });
  };

  return (
    <form id="policy-form" className={classes.form} onSubmit={handleSubmit} noValidate>
      {numbers.map(({ name, max }) => (
        <div key={name} className={classes.narrow}>
          <NumberField
            label={words.labels[name]}
            help={words.help[name]}
            min={0}
            max={max}
            value={shown[name]}
            error={refused?.about(name)}
            onChange={(value) => change({ [name]: value ?? 0 })}
          />
        </div>
      ))}
      <Textarea
        label={words.labels.allowed_networks}
        description={words.help.allowed_networks}
        inputWrapperOrder={["label", "input", "error", "description"]}
        classNames={{ input: classes.mono ?? "" }}
        autosize
        minRows={2}
        spellCheck={false}
        value={shown.allowed_networks.join("\n")}
        error={refused?.about("allowed_networks") ?? null}
        onChange={(event) => change({ allowed_networks: event.currentTarget.value.split("\n") })}
      />
      {refused ? <ProblemNotice title={words.saveFailed} cause={refused} /> : null}
      {saving.isSuccess ? <Notice kind="success" title={words.saved} /> : null}
      <div className={classes.line}>
        <Button type="submit" loading={saving.isPending} disabled={Object.keys(edits).length === 0}>
          {words.save}
        </Button>
        {Object.keys(edits).length > 0 ? (
          <Button variant="subtle" onClick={() => setEdits({})}>
            {texts.settings.discard}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

function lines(typed: readonly string[]): string[] {
  return typed.map((line) => line.trim()).filter(Boolean);
}
