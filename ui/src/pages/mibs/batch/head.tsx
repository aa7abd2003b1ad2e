import { Button } from "@mantine/core";
import type { Problem } from "../../../api/problem";
import { ActButton } from "../../../components/act-button";
import { Notice, ProblemNotice, Strip } from "../../../components/states";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import classes from "../mibs.module.css";
import { useProgress } from "../use-progress";
import { type BatchState, batch } from "./store";

const words = texts.mibBatch;

/** What is about to happen, how far it is, and the ways on. */
export function BatchHead({ state }: { state: BatchState }) {
  const { phase, check, outcome } = state;
  const replaced = check?.files.filter((file) => file.exists).length ?? 0;
  return (
    <div className={classes.batchHead}>
      <span role="status" id="mib-batch-state">
        {outcome ? words.done(outcome.uploaded, outcome.skipped) : <Doing state={state} />}
      </span>
      <span className={classes.grows} />
      {phase === "uploading" ? (
        <Button variant="default" size="compact-md" disabled={state.sent >= 1} onClick={batch.cancel}>
          {words.cancel}
        </Button>
      ) : (
        <Button id="mib-batch-close" variant="default" size="compact-md" onClick={batch.discard}>
          {outcome ? words.close : words.discard}
        </Button>
      )}
      {outcome ? null : (
        <ActButton
          id="mib-upload"
          size="compact-md"
          loading={phase === "uploading"}
          reason={phase === "checked" && !check?.can_upload ? words.blocked : undefined}
          disabled={phase !== "checked"}
          onClick={() => void batch.upload()}
        >
          {replaced > 0 ? words.uploadReplacing(replaced) : words.upload}
        </ActButton>
      )}
    </div>
  );
}

function Doing({ state }: { state: BatchState }) {
  const progress = useProgress(state.phase === "uploading" ? "upload" : "check");
  if (state.phase === "checking") return words.checking(state.sent);
  if (state.phase !== "uploading") {
    const modules = state.check?.files.reduce((sum, file) => sum + (file.modules?.length ?? 0), 0) ?? 0;
    return words.summary(state.check?.files_total ?? state.files.length, modules);
  }
  const isCompiling = state.sent >= 1;
  const part = isCompiling && progress && progress.total > 0 ? progress.done / progress.total : state.sent;
  const label =
    isCompiling && progress && progress.total > 0
      ? words.progress(progress.phase, formatCount(progress.done), formatCount(progress.total))
      : isCompiling
        ? words.compiling
        : words.sending(state.sent);
  return (
    <>
      <progress className={classes.progress} max={1} value={part} aria-label={words.upload} /> {label}
    </>
  );
}

/** Of a server that went away nobody knows what it stored before. */
const failedTitle = ({ isServerGone }: Problem) => (isServerGone ? words.uploadUnsure : words.uploadFailed);

export function BatchNotices({ state }: { state: BatchState }) {
  const { phase, check, problem, note, outcome, fetched } = state;
  const missing = outcome?.missing_deps ?? check?.global_missing_deps ?? [];
  const isBlocked = phase === "checked" && check !== null && !check.can_upload;
  const arrived = (fetched?.results ?? outcome?.fetched ?? []).filter((one) => one.status !== "present");
  if (!problem && !note && missing.length === 0 && !isBlocked && arrived.length === 0) return null;
  return (
    <Strip>
      {problem ? <ProblemNotice title={check ? failedTitle(problem) : words.checkFailed} cause={problem} /> : null}
      {note ? <Notice kind="info" title={note} /> : null}
      {isBlocked ? <Notice kind="warning" title={words.blocked} /> : null}
      {arrived.map((one) => (
        <Notice
          key={one.name}
          kind={one.status === "fetched" ? "success" : "warning"}
          title={texts.mibs.fetchResult(one.name, one.status, one.error ?? "")}
        />
      ))}
      {missing.length > 0 && phase !== "uploading" ? (
        <Notice
          kind="warning"
          title={words.missing}
          action={
            <ActButton variant="default" size="compact-sm" onClick={() => void batch.fetchMissing(missing)}>
              {texts.mibs.fetchMissing(missing.length)}
            </ActButton>
          }
        >
          <p className="mono">{missing.join(", ")}</p>
        </Notice>
      ) : null}
    </Strip>
  );
}
