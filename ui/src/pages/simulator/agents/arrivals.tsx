import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { agentCalls } from "../../../api/agents";
import type { RecordingsUploaded, UploadedRecording } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { ActButton } from "../../../components/act-button";
import { Dialog } from "../../../components/dialog";
import { Notice, ProblemNotice } from "../../../components/states";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import classes from "../agents.module.css";
import { askAgain } from "./listed";

const words = texts.arrivals;
/** The files are there already, and were not meant to be replaced. */
const EXIST = "already_exists";

interface ArrivalsProps {
  files: readonly File[];
  onClose: () => void;
  onOpen: (agent: string) => void;
}

/** Recordings on their way into the folder, and the agents that they become; all files or none. */
export function Arrivals({ files, onClose, onOpen }: ArrivalsProps) {
  const [sent, setSent] = useState(0);
  const [abort] = useState(() => new AbortController());
  const storing = useMutation({
    meta: { failed: words.failed },
    mutationFn: (replace: boolean) =>
      agentCalls.storeRecordings(files, replace, { onSent: setSent, signal: abort.signal }),
    onSuccess: askAgain,
  });
  const { mutate } = storing;
  const isSent = useRef(false);
  useEffect(() => {
    if (!isSent.current) mutate(false);
    isSent.current = true;
  }, [mutate]);
  const close = () => {
    abort.abort();
    onClose();
  };
  const problem = storing.isError ? Problem.from(storing.error) : null;
  return (
    <Dialog label={words.title(files.length)} isTitled size_px={560} isOpen onClose={close}>
      <div id="agent-arrivals" className={classes.form}>
        {storing.isPending ? <progress className={classes.progress} value={sent} aria-label={words.sending} /> : null}
        {problem ? <Refused problem={problem} /> : null}
        {storing.data ? <Stored outcome={storing.data} onOpen={onOpen} /> : null}
        <div className={classes.answers}>
          <Button variant="default" onClick={close}>
            {storing.isPending ? texts.words.cancel : texts.words.close}
          </Button>
          {problem?.code === EXIST ? (
            <ActButton id="arrivals-replace" color="red" onClick={() => mutate(true)}>
              {words.replace}
            </ActButton>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}

/** Why nothing was stored, each file with its reason. */
function Refused({ problem }: { problem: Problem }) {
  if (problem.findings.length === 0)
    return <ProblemNotice title={problem.isServerGone ? words.unsure : words.failed} cause={problem} />;
  return (
    <Notice kind="error" title={words.failed}>
      <ul className={classes.findings}>
        {problem.findings.map(({ field, message }) => (
          <li key={field}>
            <span className="mono">{field}</span>: {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Stored({ outcome, onOpen }: { outcome: RecordingsUploaded; onOpen: (agent: string) => void }) {
  const unlisted = outcome.stored + outcome.skipped - outcome.results.length;
  return (
    <>
      <p>{words.stored(formatCount(outcome.stored), outcome.stored === 1)}</p>
      <ul className={classes.arrivals}>
        {outcome.results.map((one) => (
          <li key={`${one.source ?? ""} ${one.filename}`} className={classes.arrival}>
            <span className="mono">{one.filename}</span>
            <Became one={one} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {unlisted > 0 ? <p className={classes.quiet}>{words.more(formatCount(unlisted))}</p> : null}
    </>
  );
}

function Became({ one, onOpen }: { one: UploadedRecording; onOpen: (agent: string) => void }) {
  const { agent } = one;
  if (!agent) return <span className={classes.quiet}>{one.reason ?? words.states[one.status]}</span>;
  return (
    <button type="button" className={classes.became} onClick={() => onOpen(agent)}>
      {words.answers(one.community ?? "")}
    </button>
  );
}
