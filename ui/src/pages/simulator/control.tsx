import type { FormEvent, ReactNode } from "react";
import type { SimulatorStart, SimulatorStatus } from "../../api/generated";
import { Problem } from "../../api/problem";
import { ActButton } from "../../components/act-button";
import { useDraft } from "../../components/forms/draft";
import { NumberField, WireField } from "../../components/forms/fields";
import { Icon } from "../../components/icon";
import { Facts, Panel } from "../../components/panel";
import { Notice, ProblemNotice } from "../../components/states";
import { ServiceStatus } from "../../components/status";
import { formatCount } from "../../components/values/format";
import { Time, Uptime } from "../../components/values/time";
import { useCounter, useLive } from "../../live";
import { localAddress } from "../../live/addresses";
import { type ServiceAct, useService } from "../../services";
import { texts } from "../../texts";
import classes from "./simulator.module.css";

const words = texts.simulator;
const failures: Record<ServiceAct, string> = {
  start: words.startFailed,
  stop: words.stopFailed,
  restart: words.restartFailed,
};

interface Typed {
  port: number | null;
  community: string | null;
}

/** Empty fields mean: as the server has it. */
const untouched: { port: number | null; community: string } = { port: null, community: "" };

function orderOf(typed: Typed): SimulatorStart {
  return {
    ...(typed.port === null ? {} : { port: typed.port }),
    ...(typed.community ? { community: typed.community } : {}),
  };
}

export function Control({ status }: { status: SimulatorStatus | null }) {
  const simulator = useService("simulator");
  const [typed, change] = useDraft("simulator", untouched);
  const isRunning = status?.running ?? false;
  const order = orderOf(typed);
  const hasChanges = Object.keys(order).length > 0;
  const run = (act: ServiceAct) =>
    simulator.mutate(
      { act, with: act === "stop" ? {} : order },
      { onSuccess: () => (act === "stop" ? undefined : change(untouched)) },
    );
  const pending = simulator.isPending ? simulator.variables.act : null;
  const problem = simulator.isError ? Problem.from(simulator.error) : null;
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    run(isRunning ? "restart" : "start");
  };

  return (
    <Panel title={words.service} action={status ? <ServiceStatus service={status} /> : null}>
      <form className={classes.control} onSubmit={handleSubmit}>
        {status?.error ? (
          <Notice kind="error" title={words.crashed}>
            <p>{status.error}</p>
          </Notice>
        ) : null}
        {status?.tcp_error ? (
          <Notice kind="warning" title={words.withoutTcp}>
            <p>{status.tcp_error}</p>
          </Notice>
        ) : null}
        {isRunning && status ? <RunningFacts status={status} /> : null}
        <div className={classes.fields}>
          <NumberField
            id="sim-port"
            label={words.port}
            min={0}
            max={65535}
            value={typed.port}
            placeholder={String(status?.port ?? 1061)}
            onChange={(port) => change({ port })}
          />
          <WireField
            id="sim-community"
            label={words.community}
            value={typed.community}
            placeholder={status?.community ?? "public"}
            onChange={(event) => change({ community: event.currentTarget.value })}
          />
        </div>
        <div className={classes.buttons}>
          <Buttons isRunning={isRunning} hasChanges={hasChanges} pending={pending} onRun={run} />
        </div>
        {problem ? <ProblemNotice title={failures[simulator.variables?.act ?? "start"]} cause={problem} /> : null}
      </form>
    </Panel>
  );
}

interface ButtonsProps {
  isRunning: boolean;
  hasChanges: boolean;
  pending: ServiceAct | null;
  onRun: (act: ServiceAct) => void;
}

function Buttons({ isRunning, hasChanges, pending, onRun }: ButtonsProps) {
  const isBusy = pending !== null;
  if (!isRunning) {
    return (
      <ActButton id="sim-start" type="submit" loading={pending === "start"} disabled={isBusy && pending !== "start"}>
        {words.start}
      </ActButton>
    );
  }
  return (
    <>
      <ActButton
        id="sim-restart"
        type="submit"
        variant={hasChanges ? "filled" : "default"}
        leftSection={<Icon name="restart" size={14} />}
        loading={pending === "restart"}
        disabled={isBusy && pending !== "restart"}
      >
        {hasChanges ? words.applyRestart : words.restart}
      </ActButton>
      <ActButton
        id="sim-stop"
        variant="default"
        leftSection={<Icon name="stop" size={14} />}
        loading={pending === "stop"}
        disabled={isBusy && pending !== "stop"}
        onClick={() => onRun("stop")}
      >
        {words.stop}
      </ActButton>
    </>
  );
}

function RunningFacts({ status }: { status: SimulatorStatus }) {
  const since_ms = useLive((state) => state.simulator_since_ms);
  // The counter moves with every request; the status is only pushed when the service starts or stops.
  const served = useCounter("simulator", "snmp_requests_served");
  const facts: (readonly [string, ReactNode])[] = [
    [
      words.address,
      <span key="address" className="mono">
        {localAddress(status)}
      </span>,
    ],
    [words.uptime, since_ms === null ? texts.words.unknown : <Uptime key="uptime" since_ms={since_ms} />],
    [
      words.requests,
      <span key="requests" className="num">
        {formatCount(served)}
      </span>,
    ],
    [
      words.process,
      <span key="pid" className="num">
        {status.pid ?? texts.words.unknown}
      </span>,
    ],
  ];
  if (status.last_activity !== null)
    facts.push([words.lastRequest, <Time key="last" at_ms={status.last_activity * 1000} />]);
  return <Facts facts={facts} />;
}
