import { Link } from "wouter";
import { Icon } from "../../components/icon";
import { Panel } from "../../components/panel";
import { ToolButton } from "../../components/tool-button";
import { useLive } from "../../live";
import { createStore, useStore } from "../../live/external-store";
import { readCounter } from "../../live/store";
import { texts } from "../../texts";
import { formatPlace as formatTrapPlace } from "../traps/place";
import classes from "./first-steps.module.css";
import { StartHere } from "./start-here";

const words = texts.dashboard.firstSteps;

/** What a new workbench is for, in five steps; each is done when the server's own counters say so. */
const steps = [
  { name: "simulate", module: "simulator", counter: "start_count", href: "/simulator" },
  { name: "walk", module: "walker", counter: "walks_executed", href: "/walker" },
  { name: "receive", module: "traps", counter: "receiver_start_count", href: "/traps" },
  { name: "send", module: "traps", counter: "traps_received_total", href: formatTrapPlace({ tab: "send" }) },
  { name: "upload", module: "mibs", counter: "upload_count", href: "/mibs" },
] as const;

type Step = (typeof steps)[number];

/** Once put away it stays away in this browser, also after counters were set to 0. */
const KEY = "trishul_first_steps";
const isPutAway = createStore(localStorage.getItem(KEY) === "done");

function putAway(): void {
  localStorage.setItem(KEY, "done");
  isPutAway.set(true);
}

export function FirstSteps() {
  const stats = useLive((state) => state.stats);
  const isGone = useStore(isPutAway, (gone) => gone);
  const isKnown = Object.keys(stats).length > 0;
  const left = steps.filter(({ module, counter }) => readCounter(stats, module, counter) === 0);
  if (isGone || !isKnown || left.length === 0) return null;
  const next = left[0];
  return (
    <Panel
      title={words.title}
      action={<ToolButton id="first-steps-close" icon="close" label={words.putAway} isBare onClick={putAway} />}
      isFlush
    >
      <ol id="first-steps" className={classes.steps}>
        {steps.map((step) => (
          <StepLine key={step.name} step={step} isDone={!left.includes(step)} isNext={step === next} />
        ))}
      </ol>
    </Panel>
  );
}

function StepLine({ step, isDone, isNext }: { step: Step; isDone: boolean; isNext: boolean }) {
  const { title, help } = words.steps[step.name];
  return (
    <li className={classes.step} data-done={isDone || undefined} aria-current={isNext ? "step" : undefined}>
      <span className={classes.mark}>{isDone ? <Icon name="check" size={14} /> : null}</span>
      <div className={classes.words}>
        <Link href={step.href} className={classes.title}>
          {title}
        </Link>
        {isDone ? <span className="visually-hidden">{words.done}</span> : <p className={classes.help}>{help}</p>}
        {isNext && step.name === "simulate" ? <StartHere name="simulator" /> : null}
        {isNext && step.name === "receive" ? <StartHere name="receiver" /> : null}
      </div>
    </li>
  );
}
