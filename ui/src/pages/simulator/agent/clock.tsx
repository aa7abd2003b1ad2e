import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { agentCalls } from "../../../api/agents";
import type { AgentClockState, AgentRecord, ClockOrder } from "../../../api/generated";
import { keys, queryClient } from "../../../api/queries";
import { ActButton } from "../../../components/act-button";
import { NumberField } from "../../../components/forms/fields";
import { NameField } from "../../../components/forms/name-field";
import { Facts } from "../../../components/panel";
import { LoadingState, Notice, ProblemNotice } from "../../../components/states";
import { StatusWord } from "../../../components/status";
import { formatDuration } from "../../../components/values/format";
import { texts } from "../../../texts";
import classes from "../agents.module.css";
import { Reboot } from "./reboot";

const words = texts.clock;
/** sysUpTime is shown as it goes. */
const AGAIN_MS = 1_000;
const LONGEST_S = 1e9;

/** The time that an agent lives in: how fast it goes, how far it is, and when the agent began. */
export function Clock({ agent }: { agent: AgentRecord }) {
  const asked = useQuery({
    queryKey: keys.clock(agent.id),
    queryFn: () => agentCalls.clock(agent.id),
    refetchInterval: AGAIN_MS,
  });
  const changing = useMutation({
    meta: { failed: words.failed },
    mutationFn: (order: ClockOrder) => agentCalls.changeClock(agent.id, order),
    onSuccess: (state) => queryClient.setQueryData(keys.clock(agent.id), state),
  });
  if (!asked.data) {
    if (!asked.isError) return <LoadingState />;
    return <ProblemNotice title={words.loadFailed} cause={asked.error} onRetry={() => void asked.refetch()} />;
  }
  const state = asked.data;
  return (
    <div id="agent-clock" className={classes.clock}>
      {state.applied ? null : <Notice kind="info" title={words.stopped} />}
      <Facts facts={factsOf(state)} />
      {changing.isError ? <ProblemNotice title={words.failed} cause={changing.error} /> : null}
      <div className={classes.acts}>
        <ActButton
          id="clock-freeze"
          variant="default"
          size="compact-md"
          disabled={changing.isPending}
          onClick={() => changing.mutate({ frozen: !state.frozen })}
        >
          {state.frozen ? words.goOn : words.freeze}
        </ActButton>
      </div>
      {state.applied ? <Moves isBusy={changing.isPending} onOrder={changing.mutate} /> : null}
      {state.applied ? <Reboot agent={agent} /> : null}
    </div>
  );
}

function factsOf(state: AgentClockState): (readonly [string, ReactNode])[] {
  const pace = state.frozen ? words.frozen : state.speed === 1 ? words.real : words.times(String(state.speed));
  return [
    [
      words.pace,
      <StatusWord key="pace" tone={state.frozen ? "info" : state.speed === 1 ? "good" : "changing"}>
        {pace}
      </StatusWord>,
    ],
    [words.upTime, state.sys_up_time_text ?? words.noUpTime],
    [words.wraps, state.wraps_in_s === null ? texts.words.unknown : formatDuration(state.wraps_in_s)],
  ];
}

interface MovesProps {
  isBusy: boolean;
  onOrder: (order: ClockOrder) => void;
}

/** Time goes ahead only: a counter that fell would tell of a reboot. */
function Moves({ isBusy, onOrder }: MovesProps) {
  const [speed, setSpeed] = useState<number | null>(60);
  const [step_s, setStep] = useState<number | null>(3_600);
  const [seconds, setSeconds] = useState<number | null>(10);
  const [object, setObject] = useState("");
  return (
    <>
      <Move act={words.setSpeed} isBusy={isBusy || speed === null} onAct={() => speed !== null && onOrder({ speed })}>
        <NumberField
          id="clock-speed"
          label={words.speed}
          min={0}
          max={LONGEST_S}
          decimals={3}
          value={speed}
          onChange={setSpeed}
        />
      </Move>
      <Move act={words.step} isBusy={isBusy || step_s === null} onAct={() => step_s !== null && onOrder({ step_s })}>
        <NumberField
          id="clock-step"
          label={words.stepBy}
          min={0}
          max={LONGEST_S}
          decimals={2}
          value={step_s}
          onChange={setStep}
        />
      </Move>
      <Move
        act={words.jump}
        isBusy={isBusy || seconds === null}
        onAct={() =>
          seconds !== null && onOrder({ before_wrap: { seconds, ...(object.trim() ? { object: object.trim() } : {}) } })
        }
      >
        <NumberField
          id="clock-before"
          label={words.before}
          min={0}
          max={LONGEST_S}
          decimals={2}
          value={seconds}
          onChange={setSeconds}
        />
        <NameField
          id="clock-object"
          label={words.wrapOf}
          placeholder="sysUpTime.0"
          value={object}
          onChange={setObject}
        />
      </Move>
    </>
  );
}

interface MoveProps {
  act: string;
  isBusy: boolean;
  onAct: () => void;
  children: ReactNode;
}

function Move({ act, isBusy, onAct, children }: MoveProps) {
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    onAct();
  };
  return (
    <form className={classes.move} onSubmit={handleSubmit} noValidate>
      {children}
      <ActButton type="submit" variant="default" disabled={isBusy}>
        {act}
      </ActButton>
    </form>
  );
}
