import { useMutation } from "@tanstack/react-query";
import { credentialCalls } from "../../../api/calls";
import type { CredentialRecord } from "../../../api/generated";
import { keys, queryClient } from "../../../api/queries";
import { Dialog } from "../../../components/dialog";
import { DialogAnswers } from "../../../components/dialog-answers";
import { Notice, ProblemNotice } from "../../../components/states";
import { texts } from "../../../texts";
import classes from "./credentials.module.css";

const words = texts.credentials;

/** Asked once more, because nothing brings the secrets back. */
export function RemoveDialog({ record, onClose }: { record: CredentialRecord; onClose: () => void }) {
  const removal = useMutation({
    meta: { failed: words.removeFailed, done: texts.toasts.forgotten(record.name) },
    mutationFn: () => credentialCalls.remove(record.name),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: keys.credentials });
      onClose();
    },
  });
  return (
    <Dialog label={words.remove(record.name)} isTitled size_px={420} isOpen onClose={onClose}>
      <div className={classes.form}>
        <p>{words.removeQuestion(record.name)}</p>
        {record.used_by.length > 0 ? (
          <Notice kind="warning" title={words.removeUsed(record.used_by.join(", "))} />
        ) : null}
        {removal.isError ? <ProblemNotice title={words.removeFailed} cause={removal.error} /> : null}
        <DialogAnswers
          id="credential-remove"
          act={words.removeConfirm}
          isBusy={removal.isPending}
          onAct={() => removal.mutate()}
          isRemoval
          least="administrator"
          onCancel={onClose}
        />
      </div>
    </Dialog>
  );
}
