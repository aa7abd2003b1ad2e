import { useState } from "react";
import { trapCalls } from "../../../api/calls";
import { ActButton } from "../../../components/act-button";
import { AskFirst } from "../../../components/ask-first";
import { WireField } from "../../../components/forms/fields";
import { Snmpv3 } from "../../../components/snmpv3";
import { useLive } from "../../../live";
import { texts } from "../../../texts";
import classes from "../traps.module.css";

const words = texts.traps;

/** The engine that informs are sent to, the users whose notifications are taken, and clocks that can be forgotten. */
export function ReceiverEngine() {
  const receiver = useLive((state) => state.traps);
  if (!receiver?.engine_id) return null;
  const { engine_id, engine, engine_boots } = receiver;
  return (
    <Snmpv3
      id="trap-engine"
      engine={{ engine_id, engine: engine ?? engine_id, boots: engine_boots ?? 0 }}
      users={receiver.users}
      refused={receiver.unusable_users}
      warning={receiver.engine_warning}
    >
      {receiver.running ? <ForgetClocks /> : null}
    </Snmpv3>
  );
}

function ForgetClocks() {
  const [engineId, setEngineId] = useState("");
  const [outcome, setOutcome] = useState<string | null>(null);
  return (
    <div id="trap-forget" className={classes.clocks}>
      <AskFirst
        position="bottom-start"
        target={(toggle) => (
          <ActButton variant="default" size="compact-sm" onClick={toggle}>
            {words.forgetClock}
          </ActButton>
        )}
        question={words.forgetQuestion}
        confirm={words.forgetConfirm}
        failed={words.forgetFailed}
        act={() => trapCalls.forgetEngines({ engine_id: engineId })}
        onDone={({ engines }) => setOutcome(words.forgotten(engines))}
      >
        <WireField
          id="trap-forget-engine"
          label={words.forgetEngine}
          help={words.forgetEngineHelp}
          value={engineId}
          onChange={(event) => setEngineId(event.currentTarget.value)}
        />
      </AskFirst>
      {outcome ? (
        <span role="status" className={classes.quiet}>
          {outcome}
        </span>
      ) : null}
    </div>
  );
}
