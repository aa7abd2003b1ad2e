import { useMutation } from "@tanstack/react-query";
import { Problem } from "../../api/problem";
import { useDraft } from "../../components/forms/draft";
import { useUnsaved } from "../../components/unsaved/use-unsaved";
import { texts } from "../../texts";
import type { SettingsTab } from "./place";

/**
 * A form over something that is saved: what was not touched is not sent, so that two people at once do not undo each
 * other, and what was typed outlives going elsewhere. There is no form before that which is saved is known.
 */
interface EditsOf<Saved, Reply> {
  /** The part of the settings; its edits are kept under this name. */
  tab: SettingsTab;
  saved: Saved;
  /** What stands in no field is an error that is told below the form. */
  fields: readonly (keyof Saved & string)[];
  save: (changes: Partial<Saved>) => Promise<Reply>;
  onSaved: (reply: Reply) => void;
}

const noEdits: { edits: object } = { edits: {} };
const draftName = (tab: SettingsTab) => `settings ${tab}`;

export function useEdits<Saved extends object, Reply>({ tab, saved, fields, save, onSaved }: EditsOf<Saved, Reply>) {
  const [{ edits: typed }, draft] = useDraft(draftName(tab), noEdits);
  const edits = typed as Partial<Saved>;
  const saving = useMutation({
    meta: { failed: texts.settings.saveFailed },
    mutationFn: save,
    onSuccess: (reply) => {
      onSaved(reply);
      draft(noEdits);
    },
  });
  const changes = changesOf(saved, edits);
  const count = Object.keys(changes).length;
  useUnsaved(draftName(tab), {
    isEdited: count > 0,
    label: texts.settings.tabs[tab],
    isKept: true,
    discard: () => draft(noEdits),
  });
  const refused = saving.isError ? Problem.from(saving.error) : null;
  return {
    shown: { ...saved, ...edits },
    count,
    isSaving: saving.isPending,
    reply: saving.isSuccess ? saving.data : null,
    errorOf: (field: keyof Saved & string) => refused?.about(field),
    /** What was refused and is said at no field. */
    refusal: refused && !fields.some((field) => refused.about(field)) ? refused : null,
    change: (part: Partial<Saved>) => {
      draft({ edits: withoutReverted(saved, { ...edits, ...part }) });
      if (!saving.isPending) saving.reset();
    },
    discard: () => {
      draft(noEdits);
      saving.reset();
    },
    submit: () => {
      if (count > 0) saving.mutate(changes);
    },
  };
}

export type Edits = Pick<ReturnType<typeof useEdits>, "count" | "isSaving" | "refusal" | "discard">;

/** Whether something was typed in a part and is not saved yet. */
export function useHasEdits(tab: SettingsTab): boolean {
  const [{ edits }] = useDraft(draftName(tab), noEdits);
  return Object.keys(edits).length > 0;
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function withoutReverted<Saved extends object>(saved: Saved, edits: Partial<Saved>): Partial<Saved> {
  const names = Object.keys(edits) as (keyof Saved)[];
  return pick<Partial<Saved>>(
    edits,
    names.filter((name) => !isSame(edits[name], saved[name])),
  );
}

/** What really differs from what is saved; in lists of lines, spaces and empty lines are no edit. */
export function changesOf<Saved extends object>(saved: Saved, edits: Partial<Saved>): Partial<Saved> {
  const tidied = Object.entries(edits).map(([name, value]) => [name, tidy(value)]);
  return withoutReverted(saved, Object.fromEntries(tidied));
}

function tidy(value: unknown): unknown {
  if (typeof value === "string") return value.trim();
  return Array.isArray(value) ? value.map((line) => String(line).trim()).filter(Boolean) : value;
}

function pick<All extends object>(all: All, names: readonly (keyof All)[]): All {
  return Object.fromEntries(names.map((name) => [name, all[name]])) as All;
}
