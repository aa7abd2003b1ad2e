import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { FaultKindFacts, FaultRow } from "../../../../api/generated";
import { Problem } from "../../../../api/problem";
import { Dialog } from "../../../../components/dialog";
import { DialogAnswers } from "../../../../components/dialog-answers";
import { ProblemNotice } from "../../../../components/states";
import { texts } from "../../../../texts";
import classes from "../../agents.module.css";
import { FaultLimits } from "./limits";
import { FaultParameter } from "./parameter";
import { asKind, completed, type FaultField } from "./rows";

const words = texts.faults;

interface FaultFormProps {
  kinds: readonly FaultKindFacts[];
  /** What is changed; null puts a new one together. */
  row: FaultRow | null;
  /** Its place in the document, by which the server names what is wrong with it. */
  place: number;
  refusal: unknown;
  isBusy: boolean;
  onSave: (row: FaultRow) => void;
  onChange: () => void;
  onClose: () => void;
}

/** One fault: its kind, what the kind takes, and when it hits. */
export function FaultForm({ kinds, row, place, refusal, isBusy, onSave, onChange, onClose }: FaultFormProps) {
  const [draft, setDraft] = useState<FaultRow>(row ?? kinds[0]?.usual ?? { kind: "" });
  const facts = kinds.find(({ kind }) => kind === draft.kind);
  const refused = refusal ? Problem.from(refusal) : null;
  const errorOf = (field: FaultField | "kind") => refused?.about(`faults[${place}].${field}`);
  const replace = (next: FaultRow) => {
    setDraft(next);
    onChange();
  };
  const change = (part: Partial<FaultRow>) => replace({ ...draft, ...part });
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (facts) onSave(completed(draft, facts));
  };
  const isTold = errorOf("kind") || (Object.keys(words.fields) as FaultField[]).some(errorOf);
  return (
    <Dialog label={row ? words.editTitle : words.addTitle} isTitled size_px={560} isOpen hasForm onClose={onClose}>
      <form id="fault-form" className={classes.form} onSubmit={handleSubmit} noValidate>
        <Select
          id="fault-kind"
          label={words.kind}
          data={kinds.map(({ kind, label }) => ({ value: kind, label }))}
          value={draft.kind}
          allowDeselect={false}
          searchable
          description={facts?.effect}
          inputWrapperOrder={["label", "input", "error", "description"]}
          error={errorOf("kind") ?? null}
          onChange={(kind) => {
            const chosen = kinds.find((known) => known.kind === kind);
            if (chosen) replace(asKind(draft, chosen));
          }}
        />
        {facts && facts.parameters.length > 0 ? (
          <div className={classes.pair}>
            {(facts.parameters as FaultField[]).map((name) => (
              <FaultParameter key={name} name={name} row={draft} error={errorOf(name)} onChange={change} />
            ))}
          </div>
        ) : null}
        <FaultLimits row={draft} facts={facts} errorOf={errorOf} onChange={change} />
        {refused && !isTold ? <ProblemNotice title={words.saveFailed} cause={refused} /> : null}
        <DialogAnswers
          id="fault-save"
          act={row ? words.editConfirm : words.addConfirm}
          isBusy={isBusy}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
