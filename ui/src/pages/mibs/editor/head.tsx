import { Button } from "@mantine/core";
import { ActButton } from "../../../components/act-button";
import { NotAllowed } from "../../../components/only-for";
import { Notice, ProblemNotice } from "../../../components/states";
import { StatusWord, type Tone } from "../../../components/status";
import { askBeforeLosing } from "../../../components/unsaved/edits";
import { navigate } from "../../../hash-location";
import { texts } from "../../../texts";
import { openedMib } from "../library/opened";
import classes from "../mibs.module.css";
import { formatPlace } from "../place";
import { type Editing, editing, editsKey, isDirty } from "./store";

const words = texts.mibEditor;

/** Whose text it is, how it stands with it, and the ways on. */
export function EditorHead({ current, onSave }: { current: Editing; onSave: () => void }) {
  const dirty = isDirty(current);
  const close = () => {
    openedMib.set(current.module);
    editing.discard();
    navigate(formatPlace({ edit: "", line: 0 }));
  };
  return (
    <header className={classes.batchHead}>
      <h2 className={classes.editTitle}>
        {current.module}{" "}
        {current.file === current.module ? null : <span className={classes.quiet}>{current.file}</span>}
      </h2>
      <StatusWord tone={dirty ? "changing" : "good"}>{dirty ? words.unsaved : words.saved}</StatusWord>
      <Verdict current={current} />
      <span className={classes.grows} />
      <Button variant="default" size="compact-md" onClick={() => askBeforeLosing(editsKey(current.module), close)}>
        {words.close}
      </Button>
      <ActButton
        id="mib-save"
        size="compact-md"
        loading={current.isSaving}
        reason={dirty ? undefined : texts.words.unchanged}
        onClick={onSave}
      >
        {words.save}
      </ActButton>
    </header>
  );
}

/** What the compiler says of the text as a whole. */
function Verdict({ current: { check, isChecking } }: { current: Editing }) {
  const counts = check ? texts.mibs.counts(check.error_count ?? 0, check.warnings ?? 0, check.styles ?? 0) : "";
  const tone: Tone = isChecking || !check ? "idle" : check.error_count ? "bad" : "good";
  return (
    <span role="status" id="mib-verdict">
      <StatusWord tone={tone}>{isChecking || !check ? words.checking : counts || words.clean}</StatusWord>
    </span>
  );
}

interface NoticesProps {
  current: Editing;
  /** Stores the text although another one came meanwhile. */
  onOverwrite: () => void;
}

export function EditorNotices({ current, onOverwrite }: NoticesProps) {
  const { problem, outcome, isBehind, origin, check } = current;
  const isConflict = isBehind || problem?.code === "text_changed";
  const refusal = check && !check.valid && (check.findings ?? []).length === 0 ? check.errors[0] : undefined;
  const missing = check?.missing_deps ?? [];
  return (
    <div className={classes.editNotices}>
      <NotAllowed least="operator" />
      {origin === "standard" && isDirty(current) ? <Notice kind="info" title={words.standard} /> : null}
      {isConflict ? <Conflict onOverwrite={onOverwrite} /> : null}
      {problem && !isConflict ? <ProblemNotice title={words.failed} cause={problem} /> : null}
      {refusal ? <Notice kind="error" title={refusal} /> : null}
      {missing.length > 0 ? <Notice kind="warning" title={words.missing(missing.join(", "))} /> : null}
      {outcome ? (
        <Notice
          kind={outcome.error ? "warning" : "success"}
          title={words.stored(texts.mibBatch.states[outcome.status] ?? outcome.status)}
        >
          {outcome.error ? <p>{outcome.error}</p> : null}
        </Notice>
      ) : null}
    </div>
  );
}

function Conflict({ onOverwrite }: Pick<NoticesProps, "onOverwrite">) {
  return (
    <Notice
      kind="warning"
      title={words.behind}
      action={
        <div className={classes.actions}>
          <Button variant="default" size="compact-sm" onClick={editing.discard}>
            {words.takeTheirs}
          </Button>
          <ActButton id="mib-overwrite" size="compact-sm" color="red" onClick={onOverwrite}>
            {words.overwrite}
          </ActButton>
        </div>
      }
    >
      <p>{words.behindHelp}</p>
    </Notice>
  );
}
