import { Button } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { ActButton } from "../../components/act-button";
import { OnlyFor } from "../../components/only-for";
import { Notice, ProblemNotice } from "../../components/states";
import { texts } from "../../texts";
import type { Edits } from "./edits";
import classes from "./settings.module.css";

const words = texts.settings;

interface EditFormProps {
  id: string;
  edits: Edits & { submit: () => void };
  /** What is said after it was saved; null before. */
  saved: ReactNode;
  children: ReactNode;
}

/** Fields over something saved, and below them what was changed, what was refused and what came of it. */
export function EditForm({ id, edits, saved, children }: EditFormProps) {
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    edits.submit();
  };
  return (
    <form id={id} className={classes.form} onSubmit={handleSubmit} noValidate>
      <OnlyFor least="administrator">{children}</OnlyFor>
      {edits.refusal ? <ProblemNotice title={words.saveFailed} cause={edits.refusal} /> : null}
      {saved ? (
        <Notice kind="success" title={words.saved}>
          {saved === true ? null : saved}
        </Notice>
      ) : null}
      <div className={classes.line}>
        <ActButton
          type="submit"
          least="administrator"
          loading={edits.isSaving}
          reason={edits.count === 0 ? texts.words.unchanged : undefined}
        >
          {words.save}
        </ActButton>
        {edits.count > 0 ? (
          <>
            <span className={classes.quiet}>{words.unsaved(edits.count)}</span>
            <Button variant="subtle" onClick={edits.discard}>
              {words.discard}
            </Button>
          </>
        ) : null}
      </div>
    </form>
  );
}
