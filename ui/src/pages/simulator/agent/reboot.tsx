import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { agentCalls } from "../../../api/agents";
import type { AgentRecord, ColdStartBodyWritable, RebootOutcome } from "../../../api/generated";
import { keys, queryClient } from "../../../api/queries";
import { ActButton } from "../../../components/act-button";
import { NumberField, WireField } from "../../../components/forms/fields";
import { Notice, ProblemNotice } from "../../../components/states";
import { useLive } from "../../../live";
import { reachableHost } from "../../../live/addresses";
import { texts } from "../../../texts";
import classes from "../agents.module.css";

const words = texts.clock;

/** An agent begins anew; whoever is named is told by a coldStart. */
export function Reboot({ agent }: { agent: AgentRecord }) {
  const receiver = useLive((state) => state.traps);
  const [target, setTarget] = useState("");
  const [port, setPort] = useState<number | null>(receiver?.port || 162);
  const rebooting = useMutation({
    meta: { failed: words.rebootFailed },
    mutationFn: (order: ColdStartBodyWritable | undefined) => agentCalls.reboot(agent.id, order),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.clock(agent.id) }),
  });
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    rebooting.mutate(target.trim() ? { target: target.trim(), ...(port === null ? {} : { port }) } : undefined);
  };
  return (
    <section className={classes.part} aria-label={words.reboot}>
      <h3>{words.reboot}</h3>
      <p className={classes.quiet}>{words.rebootHelp}</p>
      <form className={classes.move} onSubmit={handleSubmit} noValidate>
        <WireField
          id="reboot-target"
          label={words.coldStartTo}
          placeholder={receiver?.running ? reachableHost(receiver.host) : words.nobody}
          value={target}
          onChange={(event) => setTarget(event.currentTarget.value)}
        />
        <NumberField
          id="reboot-port"
          label={texts.simulator.port}
          min={1}
          max={65535}
          value={port}
          onChange={setPort}
        />
        <ActButton id="agent-reboot" type="submit" variant="default" loading={rebooting.isPending}>
          {words.reboot}
        </ActButton>
      </form>
      {rebooting.isError ? <ProblemNotice title={words.rebootFailed} cause={rebooting.error} /> : null}
      {rebooting.isSuccess ? <Outcome outcome={rebooting.data} /> : null}
    </section>
  );
}

function Outcome({ outcome: { engine_boots, notification } }: { outcome: RebootOutcome }) {
  const isTold = notification === null || notification.status !== "failed";
  return (
    <Notice kind={isTold ? "success" : "warning"} title={words.rebooted}>
      {engine_boots === null ? null : <p>{words.boots(engine_boots)}</p>}
      {notification ? <p>{isTold ? words.told : (notification.error ?? words.notTold)}</p> : null}
    </Notice>
  );
}
