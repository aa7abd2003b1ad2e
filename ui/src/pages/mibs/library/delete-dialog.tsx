import { useMutation, useQuery } from "@tanstack/react-query";
import { mibCalls } from "../../../api/calls";
import type { MibDependents } from "../../../api/generated";
import { keys, queryClient } from "../../../api/queries";
import { Dialog } from "../../../components/dialog";
import { DialogAnswers } from "../../../components/dialog-answers";
import { LoadingState, Notice, ProblemNotice } from "../../../components/states";
import { texts } from "../../../texts";
import classes from "../mibs.module.css";

const words = texts.mibs;
const LISTED = 200;

interface DeleteDialogProps {
  file: string;
  onClose: () => void;
  onDeleted: () => void;
}

/** Says what the deletion means before it is done. */
export function DeleteDialog({ file, onClose, onDeleted }: DeleteDialogProps) {
  const asked = useQuery({ queryKey: keys.dependents(file), queryFn: () => mibCalls.dependents(file) });
  const removal = useMutation({
    meta: { failed: words.removeFailed, done: texts.toasts.forgotten(file) },
    mutationFn: () => mibCalls.remove(file),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: keys.mibs });
      onClose();
      onDeleted();
    },
  });
  return (
    <Dialog label={words.removeTitle(file)} isTitled size_px={480} isOpen onClose={onClose}>
      <div className={classes.dialog}>
        {asked.data ? <Meaning found={asked.data} /> : asked.isError ? null : <LoadingState />}
        {asked.isError ? <ProblemNotice title={words.askFailed} cause={asked.error} /> : null}
        {removal.isError ? <ProblemNotice title={words.removeFailed} cause={removal.error} /> : null}
        <DialogAnswers
          id="mib-delete-confirm"
          act={words.removeConfirm}
          isBusy={removal.isPending}
          onAct={() => removal.mutate()}
          isRemoval
          onCancel={onClose}
        />
      </div>
    </Dialog>
  );
}

function Meaning({ found }: { found: MibDependents }) {
  const lost = found.modules.filter((name) => !(name in found.taken_up));
  const more = found.dependents_total - Math.min(found.dependents.length, LISTED);
  return (
    <>
      <p>{lost.length > 0 ? words.removeLoses(lost.join(", ")) : words.removeNothing}</p>
      {Object.entries(found.taken_up).map(([module, file]) => (
        <p key={module}>{words.removeReplaced(module, file)}</p>
      ))}
      {found.dependents_total === 0 ? (
        <p className={classes.quiet}>{words.removeNobody}</p>
      ) : (
        <Notice kind="warning" title={words.removeDependents(found.dependents_total)}>
          <ul className={classes.dialogList} id="mib-dependents">
            {found.dependents.slice(0, LISTED).map((one) => (
              <li key={one.name} className="mono">
                {one.name}
              </li>
            ))}
          </ul>
          {more > 0 ? <p>{words.andMore(more)}</p> : null}
        </Notice>
      )}
    </>
  );
}
