import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { KeptWalk } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { keptCalls } from "../../../api/walks";
import { Dialog } from "../../../components/dialog";
import { DialogAnswers } from "../../../components/dialog-answers";
import { ProblemNotice } from "../../../components/states";
import { texts } from "../../../texts";
import { keptChanged } from "./changed";
import classes from "./kept.module.css";

const words = texts.kept;
export const tagsIn = (typed: string): string[] =>
  typed
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);

/** Another name, other tags. */
export function EditWalk({ walk, onClose }: { walk: KeptWalk; onClose: () => void }) {
  const [name, setName] = useState(walk.name);
  const [tags, setTags] = useState(walk.tags.join(", "));
  const saving = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: () => keptCalls.change(walk.id, { name: name.trim(), tags: tagsIn(tags) }),
    onSuccess: async () => {
      onClose();
      await keptChanged();
    },
  });
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog label={words.edit} isTitled size_px={420} isOpen hasForm onClose={onClose}>
      <form id="kept-form" className={classes.form} onSubmit={handleSubmit} noValidate>
        <TextInput
          id="kept-name"
          label={words.columns.name}
          data-autofocus
          value={name}
          error={refused?.about("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          id="kept-tags"
          label={words.tags}
          description={words.tagsHelp}
          value={tags}
          error={refused?.about("tags")}
          onChange={(event) => setTags(event.currentTarget.value)}
        />
        {refused && !refused.field ? <ProblemNotice title={words.saveFailed} cause={refused} /> : null}
        <DialogAnswers id="kept-save" act={texts.words.save} isBusy={saving.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
