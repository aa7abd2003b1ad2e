import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { inboxCalls } from "../../../api/inboxes";
import { Problem } from "../../../api/problem";
import { Dialog } from "../../../components/dialog";
import { DialogAnswers } from "../../../components/dialog-answers";
import { ChoiceField, NumberField, WireField } from "../../../components/forms/fields";
import { ProblemNotice } from "../../../components/states";
import { texts } from "../../../texts";
import { inboxesChanged } from "./asked";
import classes from "./inboxes.module.css";
import { type InboxDraft, newInbox, orderOf, waysToCatch } from "./order";

const words = texts.inboxes;
const DIALOG_PX = 440;
const LONGEST_LIFE_MIN = 30 * 24 * 60;

/** What an inbox catches, and when it goes. */
export function InboxForm({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState<InboxDraft>(newInbox);
  const making = useMutation({
    meta: { failed: words.makeFailed },
    mutationFn: () => inboxCalls.add(orderOf(draft)),
    onSuccess: () => {
      onClose();
      void inboxesChanged();
    },
  });
  const refused = making.isError ? Problem.from(making.error) : null;
  const change = (part: Partial<InboxDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    making.reset();
  };
  const shown = ["name", draft.by, "expires_in_s"];
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <Dialog label={words.add} isTitled size_px={DIALOG_PX} isOpen hasForm onClose={onClose}>
      <form id="inbox-form" className={classes.form} onSubmit={handleSubmit} noValidate>
        <ChoiceField
          label={words.catches}
          value={draft.by}
          options={waysToCatch.map((value) => ({ value, label: words.kinds[value] }))}
          onChange={(by) => change({ by, value: "" })}
        />
        <WireField
          id="inbox-value"
          label={words.values[draft.by]}
          help={words.helps[draft.by]}
          placeholder={draft.by === "port" ? words.anyPort : ""}
          value={draft.value}
          error={refused?.about(draft.by)}
          onChange={({ currentTarget: { value } }) =>
            change({ value: draft.by === "port" ? value.replace(/\D/g, "") : value })
          }
        />
        <WireField
          id="inbox-name"
          label={words.name}
          help={words.nameHelp}
          value={draft.name}
          maxLength={64}
          error={refused?.about("name")}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <NumberField
          id="inbox-expires"
          label={words.expiresIn}
          min={1}
          max={LONGEST_LIFE_MIN}
          value={draft.expires_min}
          placeholder={words.never}
          error={refused?.about("expires_in_s")}
          onChange={(expires_min) => change({ expires_min })}
        />
        {refused && !shown.some((field) => refused.about(field)) ? (
          <ProblemNotice title={words.makeFailed} cause={refused} />
        ) : null}
        <DialogAnswers id="inbox-make" act={words.make} isBusy={making.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
