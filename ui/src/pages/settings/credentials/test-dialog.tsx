import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { credentialCalls } from "../../../api/calls";
import type { CredentialRecord, CredentialTrial } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { Dialog } from "../../../components/dialog";
import { DialogAnswers } from "../../../components/dialog-answers";
import { NumberField, WireField } from "../../../components/forms/fields";
import { Notice, ProblemNotice } from "../../../components/states";
import { texts } from "../../../texts";
import classes from "./credentials.module.css";

const words = texts.credentials;

/** Whether a device takes the credential, in words. */
export function TestDialog({ record, onClose }: { record: CredentialRecord; onClose: () => void }) {
  const [target, setTarget] = useState("");
  const [port, setPort] = useState<number | null>(161);
  const [isMissing, setMissing] = useState(false);
  const test = useMutation({
    mutationFn: () => credentialCalls.test({ credential: record.name, target: target.trim(), port: port ?? 161 }),
  });
  const refused = test.isError ? Problem.from(test.error) : null;
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(target.trim() === "");
    if (target.trim() !== "") test.mutate();
  };
  return (
    <Dialog label={words.testTitle(record.name)} isTitled size_px={480} isOpen onClose={onClose}>
      <form id="credential-test" className={classes.form} onSubmit={handleSubmit} noValidate>
        <p className={classes.quiet}>{words.testHelp}</p>
        <div className={classes.target}>
          <WireField
            id="test-target"
            label={words.target}
            data-autofocus
            value={target}
            error={(isMissing && words.targetMissing) || refused?.about("target")}
            onChange={(event) => {
              setTarget(event.currentTarget.value);
              setMissing(false);
            }}
          />
          <NumberField
            id="test-port"
            label={words.port}
            min={1}
            max={65535}
            value={port}
            placeholder="161"
            error={refused?.about("port")}
            onChange={setPort}
          />
        </div>
        <div id="test-result" aria-live="polite">
          {test.isSuccess ? <Trial trial={test.data} /> : null}
          {refused && !refused.about("target") && !refused.about("port") ? (
            <ProblemNotice title={words.testFailed} cause={refused} />
          ) : null}
        </div>
        <DialogAnswers
          id="test-run"
          act={words.runTest}
          isBusy={test.isPending}
          cancel={texts.words.close}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

function Trial({ trial }: { trial: CredentialTrial }) {
  return (
    <Notice kind={trial.works ? "success" : "error"} title={trial.works ? words.works : words.worksNot}>
      <p>{trial.message}</p>
      {trial.engine_id ? <p className={classes.quiet}>{words.engine(trial.engine_id, trial.engine ?? "")}</p> : null}
    </Notice>
  );
}
