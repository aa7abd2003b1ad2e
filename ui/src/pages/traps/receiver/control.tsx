import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { trapCalls } from "../../../api/calls";
import { keys } from "../../../api/queries";
import { ActButton } from "../../../components/act-button";
import { NumberField } from "../../../components/forms/fields";
import { Icon } from "../../../components/icon";
import { Notice, ProblemNotice } from "../../../components/states";
import { StatusWord, serviceState } from "../../../components/status";
import { liveStore, useLive } from "../../../live";
import { localAddress } from "../../../live/addresses";
import { useService } from "../../../services";
import { texts } from "../../../texts";
import classes from "../traps.module.css";

const words = texts.traps;

/** Starts and stops are pushed; counts of drops are not, so this page asks for them while it is open. */
const DROPS_EVERY_MS = 5_000;

async function askStatus() {
  const traps = await trapCalls.status();
  liveStore.accept({ traps });
  return traps;
}

export function ReceiverControl() {
  useQuery({ queryKey: keys.receiver, queryFn: askStatus, refetchInterval: DROPS_EVERY_MS });
  const receiver = useLive((state) => state.traps);
  const service = useService("receiver");
  const [port, setPort] = useState<number | null>(null);
  const isRunning = receiver?.running ?? false;
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    service.mutate(isRunning ? { act: "stop" } : { act: "start", with: port === null ? {} : { port } });
  };
  const hasCrashed = receiver && serviceState(receiver) === "crashed";
  const failure = service.variables?.act === "stop" ? words.stopFailed : words.startFailed;
  return (
    <>
      <form className={classes.control} onSubmit={handleSubmit}>
        {receiver ? (
          <StatusWord tone={isRunning ? "good" : hasCrashed ? "bad" : "idle"}>
            {isRunning ? words.listening(localAddress(receiver)) : hasCrashed ? texts.words.crashed : words.stopped}
          </StatusWord>
        ) : null}
        {isRunning ? null : (
          <div className={classes.port}>
            <NumberField
              ariaLabel={words.port}
              min={0}
              max={65535}
              value={port}
              placeholder={String(receiver?.port ?? 1162)}
              onChange={setPort}
            />
          </div>
        )}
        <ActButton
          id={isRunning ? "trap-stop" : "trap-start"}
          type="submit"
          variant={isRunning ? "default" : "filled"}
          leftSection={<Icon name={isRunning ? "stop" : "play"} size={14} />}
          loading={service.isPending}
        >
          {isRunning ? words.stop : words.start}
        </ActButton>
      </form>
      {service.isError || receiver?.error || receiver?.store_error || receiver?.tcp_error ? (
        <div className={classes.notices}>
          {service.isError ? <ProblemNotice title={failure} cause={service.error} /> : null}
          {receiver?.error ? <Trouble title={words.crashed}>{receiver.error}</Trouble> : null}
          {receiver?.store_error ? <Trouble title={words.storeTrouble}>{receiver.store_error}</Trouble> : null}
          {receiver?.tcp_error ? <Trouble title={words.withoutTcp}>{receiver.tcp_error}</Trouble> : null}
        </div>
      ) : null}
    </>
  );
}

function Trouble({ title, children }: { title: string; children: string }) {
  return (
    <Notice kind="error" title={title}>
      <p>{children}</p>
    </Notice>
  );
}
