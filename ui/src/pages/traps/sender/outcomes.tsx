import { EmptyState, ProblemText } from "../../../components/states";
import { StatusWord, type Tone } from "../../../components/status";
import { formatAddress, formatElapsed } from "../../../components/values/format";
import { Time } from "../../../components/values/time";
import { useStore } from "../../../live/external-store";
import { texts } from "../../../texts";
import { genericTraps } from "./draft";
import { Runs } from "./runs";
import classes from "./sender.module.css";
import { type Outcome, outcomes } from "./sending";

const words = texts.sender;
const tones: Record<Outcome["status"], Tone> = { sent: "info", acknowledged: "good", failed: "bad" };

export function Outcomes() {
  const list = useStore(outcomes, (state) => state);
  return (
    <section className={classes.outcomes} aria-label={words.outcomes} aria-live="polite">
      <Runs />
      {list.length === 0 ? (
        <EmptyState title={words.nothingSent} help={words.nothingSentHelp} />
      ) : (
        <ul>
          {list.map((outcome) => (
            <OutcomeRow key={outcome.key} outcome={outcome} />
          ))}
        </ul>
      )}
    </section>
  );
}

function OutcomeRow({ outcome: { at_ms, trap, status, elapsed_s, problem } }: { outcome: Outcome }) {
  const name = genericTraps.find((known) => known.value === trap.named)?.note ?? trap.named;
  const word = problem
    ? problem.code === "timeout"
      ? words.unanswered
      : words.failed
    : status === "acknowledged"
      ? words.acknowledged(elapsed_s === null ? "" : formatElapsed(elapsed_s))
      : words.sent;
  return (
    <li className={classes.outcome}>
      <div className={classes.outcomeHead}>
        <StatusWord tone={tones[status]}>{word}</StatusWord>
        <span className={classes.outcomeTime}>
          <Time at_ms={at_ms} />
        </span>
      </div>
      <p className={classes.outcomeWhat}>
        {words.kinds[trap.kind]} {name} · <span className="mono">{formatAddress(trap.target, trap.port)}</span> ·{" "}
        {trap.credential ?? `v${trap.version}`}
      </p>
      {problem ? <ProblemText problem={problem} /> : null}
    </li>
  );
}
