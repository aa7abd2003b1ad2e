import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { agentCalls } from "../../../api/agents";
import { Problem } from "../../../api/problem";
import { ActButton } from "../../../components/act-button";
import { Dialog } from "../../../components/dialog";
import { DialogAnswers } from "../../../components/dialog-answers";
import { WireField } from "../../../components/forms/fields";
import { ProblemNotice } from "../../../components/states";
import { texts } from "../../../texts";
import classes from "../agents.module.css";
import { DeviceFields, DeviceScope, devicePlaces, nameOfDevice, useDevice } from "./device-fields";
import { RecordProgress } from "./record-progress";

const words = texts.record;
/** A recording of this name is there, and was not meant to be replaced. */
const EXISTS = "already_exists";

interface RecordDialogProps {
  onClose: () => void;
  /** The file of the recording that was made. */
  onRecorded: (path: string) => void;
}

/** A live device walked into a recording, which is an agent when the walk is done. */
export function RecordDialog({ onClose, onRecorded }: RecordDialogProps) {
  const [jobId, setJobId] = useState<string | null>(null);
  return (
    <Dialog label={words.title} isTitled size_px={560} isOpen hasForm={jobId === null} onClose={onClose}>
      {/* The form stays behind the progress, so that a device that did not answer is asked again as it was typed. */}
      <div hidden={jobId !== null}>
        <RecordForm onClose={onClose} onStarted={setJobId} />
      </div>
      {jobId === null ? null : (
        <RecordProgress key={jobId} id={jobId} afterwards={{ onAgain: () => setJobId(null), onClose, onRecorded }} />
      )}
    </Dialog>
  );
}

function RecordForm({ onClose, onStarted }: { onClose: () => void; onStarted: (id: string) => void }) {
  const [name, setName] = useState("");
  const starting = useMutation({
    meta: { failed: words.failed },
    mutationFn: agentCalls.record,
    onSuccess: ({ id }) => onStarted(id),
  });
  const touched = () => {
    if (!starting.isPending) starting.reset();
  };
  const device = useDevice("record", touched);
  const refused = starting.isError ? Problem.from(starting.error) : null;
  const start = (overwrite: boolean) => {
    const order = device.order();
    if (order) starting.mutate({ ...order, name: name.trim() || nameOfDevice(device), overwrite });
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    start(false);
  };
  return (
    <form id="record-form" className={classes.form} onSubmit={handleSubmit} noValidate>
      <DeviceFields device={device} refused={refused} isFirst />
      <WireField
        id="record-name"
        label={words.name}
        help={words.nameHelp}
        placeholder={nameOfDevice(device)}
        value={name}
        error={refused?.about("name")}
        onChange={(event) => {
          setName(event.currentTarget.value);
          touched();
        }}
      />
      <DeviceScope device={device} refused={refused} />
      {refused && !["name", ...devicePlaces].some((field) => refused.about(field)) ? (
        <ProblemNotice title={words.failed} cause={refused} />
      ) : null}
      <DialogAnswers id="record-start" act={words.start} isBusy={starting.isPending} onCancel={onClose}>
        {refused?.code === EXISTS ? (
          <ActButton id="record-replace" color="red" onClick={() => start(true)}>
            {words.replace}
          </ActButton>
        ) : null}
      </DialogAnswers>
    </form>
  );
}
