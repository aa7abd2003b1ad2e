import { Select, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { WalkJob } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { jobCalls } from "../../../api/walks";
import { Dialog } from "../../../components/dialog";
import { DialogAnswers } from "../../../components/dialog-answers";
import { ChoiceField, NumberField, WireField } from "../../../components/forms/fields";
import { Fold } from "../../../components/forms/fold";
import { Notice, ProblemNotice } from "../../../components/states";
import { texts } from "../../../texts";
import classes from "../kept/kept.module.css";
import { useTargets } from "../targets";
import { jobsChanged } from "./detail";
import { documentOfJob, draftOfJob, type JobDraft, newJob } from "./draft";

const words = texts.jobs;
const shownFields = ["name", "target", "oids", "schedule", "keep", "tags", "max_rows", "max_time_s"] as const;

interface JobFormProps {
  /** The job that is changed; null for a new one. */
  job: WalkJob | null;
  onClose: () => void;
  onSaved: (job: WalkJob) => void;
}

/** What is asked of which saved target, and when. */
export function JobForm({ job, onClose, onSaved }: JobFormProps) {
  const [draft, setDraft] = useState<JobDraft>(job ? draftOfJob(job) : newJob);
  const saving = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: () => {
      const document = documentOfJob(draft);
      return job ? jobCalls.change(job.id, document, job.revision) : jobCalls.add(document);
    },
    onSuccess: async (saved) => {
      onClose();
      await jobsChanged();
      onSaved(saved);
    },
  });
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const change = (part: Partial<JobDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    saving.reset();
  };
  const errorOf = (field: (typeof shownFields)[number]) => refused?.about(field);
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog label={job ? words.edit : words.add} isTitled size_px={520} isOpen hasForm onClose={onClose}>
      <form id="job-form" className={classes.form} onSubmit={handleSubmit} noValidate>
        <TextInput
          id="job-name"
          label={words.columns.name}
          data-autofocus
          value={draft.name}
          error={errorOf("name")}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TargetChoice value={draft.target} error={errorOf("target")} onChange={(target) => change({ target })} />
        <ChoiceField
          label={texts.walker.operation}
          value={draft.operation}
          options={[
            { value: "walk", label: texts.walker.operations.walk },
            { value: "get", label: texts.walker.operations.get },
          ]}
          onChange={(operation) => change({ operation })}
        />
        <Textarea
          id="job-oids"
          label={words.oids}
          description={words.oidsHelp}
          inputWrapperOrder={["label", "input", "error", "description"]}
          autosize
          maxRows={6}
          value={draft.oids}
          error={errorOf("oids")}
          onChange={(event) => change({ oids: event.currentTarget.value })}
        />
        <When draft={draft} error={errorOf("schedule")} onChange={change} />
        <Fold title={words.more} isOpen={errorOf("keep") !== undefined || undefined}>
          <div className={classes.limits}>
            <NumberField
              label={words.keep}
              min={1}
              max={10_000}
              value={draft.keep}
              error={errorOf("keep")}
              onChange={(keep) => change({ keep })}
            />
            <NumberField
              label={texts.walker.maxRows}
              min={1}
              max={1_000_000}
              value={draft.max_rows}
              error={errorOf("max_rows")}
              onChange={(max_rows) => change({ max_rows })}
            />
            <NumberField
              label={texts.walker.maxTime}
              min={1}
              max={600}
              value={draft.max_time_s}
              error={errorOf("max_time_s")}
              onChange={(max_time_s) => change({ max_time_s })}
            />
            <TextInput
              label={texts.kept.tags}
              value={draft.tags}
              error={errorOf("tags")}
              onChange={(event) => change({ tags: event.currentTarget.value })}
            />
          </div>
        </Fold>
        {refused && !shownFields.some(errorOf) ? <ProblemNotice title={words.saveFailed} cause={refused} /> : null}
        <DialogAnswers id="job-save" act={texts.words.save} isBusy={saving.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

interface TargetChoiceProps {
  value: string;
  error: string | undefined;
  onChange: (target: string) => void;
}

function TargetChoice({ value, error, onChange }: TargetChoiceProps) {
  const asked = useTargets();
  const targets = asked.data?.targets ?? [];
  if (asked.isSuccess && targets.length === 0)
    return <Notice kind={error ? "error" : "info"} title={words.noTargets} />;
  return (
    <Select
      id="job-target"
      label={words.columns.target}
      searchable
      data={targets.map(({ id, name }) => ({ value: id, label: name }))}
      value={value || null}
      error={error}
      onChange={(target) => onChange(target ?? "")}
    />
  );
}

interface WhenProps {
  draft: JobDraft;
  error: string | undefined;
  onChange: (part: Partial<JobDraft>) => void;
}

function When({ draft, error, onChange }: WhenProps) {
  return (
    <>
      <ChoiceField
        label={words.columns.schedule}
        value={draft.when}
        options={[
          { value: "every", label: words.atIntervals },
          { value: "cron", label: words.byCron },
        ]}
        onChange={(when) => onChange({ when })}
      />
      {draft.when === "every" ? (
        <NumberField
          id="job-every"
          label={words.everySeconds}
          min={5}
          max={31 * 86_400}
          value={draft.every_s}
          error={error}
          onChange={(every_s) => onChange({ every_s })}
        />
      ) : (
        <WireField
          id="job-cron"
          label={words.cron}
          help={words.cronHelp}
          value={draft.cron}
          error={error}
          onChange={(event) => onChange({ cron: event.currentTarget.value })}
        />
      )}
    </>
  );
}
