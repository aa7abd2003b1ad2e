import { TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { WalkTarget } from "../../api/generated";
import { Problem } from "../../api/problem";
import { keys, queryClient } from "../../api/queries";
import { targetCalls } from "../../api/walks";
import { ActButton } from "../../components/act-button";
import { AskFirst } from "../../components/ask-first";
import { Dialog } from "../../components/dialog";
import { LoadingState, Notice, ProblemNotice } from "../../components/states";
import { tellDone } from "../../components/toasts/toasts";
import { ToolButton } from "../../components/tool-button";
import { formatAddress } from "../../components/values/format";
import { texts } from "../../texts";
import type { WalkDraft } from "./request";
import { documentOf, draftOfTarget } from "./saved-target";
import classes from "./walker.module.css";

const words = texts.savedTargets;

export function useTargets() {
  return useQuery({ queryKey: keys.walkTargets, queryFn: targetCalls.all });
}

const targetsChanged = () => queryClient.invalidateQueries({ queryKey: keys.walkTargets });

interface SavedTargetsProps {
  draft: WalkDraft;
  onUse: (change: Partial<WalkDraft>) => void;
}

/** Devices by name: chosen, saved as the form has them, replaced, deleted. */
export function SavedTargets({ draft, onUse }: SavedTargetsProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ToolButton
        id="walk-targets"
        icon="folder"
        label={words.open}
        isWordy
        type="button"
        onClick={() => setOpen(true)}
      />
      {isOpen ? (
        <Dialog label={words.title} isTitled size_px={560} isOpen onClose={() => setOpen(false)}>
          <div id="saved-targets" className={classes.targets}>
            <SaveForm draft={draft} />
            <TargetList
              onUse={(saved) => {
                onUse(draftOfTarget(saved));
                setOpen(false);
              }}
            />
          </div>
        </Dialog>
      ) : null}
    </>
  );
}

function SaveForm({ draft }: { draft: WalkDraft }) {
  const [name, setName] = useState("");
  const known = useTargets().data?.targets.find((one) => one.name === name.trim());
  const saving = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: () => {
      const document = documentOf(name, draft);
      return known ? targetCalls.change(known.id, document, known.revision) : targetCalls.add(document);
    },
    onSuccess: targetsChanged,
  });
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form className={classes.saveTarget} onSubmit={handleSubmit} noValidate>
      <TextInput
        id="target-name"
        label={words.name}
        description={words.help}
        inputWrapperOrder={["label", "input", "error", "description"]}
        data-autofocus
        value={name}
        error={refused?.about("name")}
        onChange={(event) => {
          setName(event.currentTarget.value);
          saving.reset();
        }}
      />
      <ActButton
        id="target-save"
        type="submit"
        loading={saving.isPending}
        reason={name.trim() === "" ? texts.words.nameFirst : undefined}
      >
        {known ? words.replace : words.save}
      </ActButton>
      {refused && refused.field !== "name" ? <ProblemNotice title={words.saveFailed} cause={refused} /> : null}
      {saving.isSuccess ? <Notice kind="success" title={words.saved} /> : null}
    </form>
  );
}

function TargetList({ onUse }: { onUse: (saved: WalkTarget) => void }) {
  const asked = useTargets();
  if (asked.isError) {
    return <ProblemNotice title={words.loadFailed} cause={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (!asked.data) return <LoadingState />;
  if (asked.data.targets.length === 0) return <p className={classes.quiet}>{words.none}</p>;
  return (
    <ul className={classes.targetList}>
      {asked.data.targets.map((saved) => (
        <li key={saved.id} className={classes.targetLine}>
          <button
            type="button"
            className={classes.targetUse}
            aria-label={words.use(saved.name)}
            onClick={() => onUse(saved)}
          >
            <strong>{saved.name}</strong>
            <span className="mono">{formatAddress(saved.host, saved.port ?? 161)}</span>
            <span className={classes.quiet}>{saved.credential ?? ""}</span>
          </button>
          <AskFirst
            target={(toggle) => (
              <ToolButton
                least="operator"
                icon="trash"
                label={words.remove(saved.name)}
                isBare
                type="button"
                onClick={toggle}
              />
            )}
            question={words.removeQuestion(saved.name)}
            confirm={words.removeConfirm}
            failed={words.removeFailed}
            act={() => targetCalls.remove(saved.id)}
            onDone={() => {
              void targetsChanged();
              const { id: _id, revision: _revision, created_at: _made, updated_at: _changed, ...document } = saved;
              tellDone(texts.toasts.forgotten(saved.name), () => targetCalls.add(document).then(targetsChanged));
            }}
          />
        </li>
      ))}
    </ul>
  );
}
