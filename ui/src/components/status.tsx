import { texts } from "../texts";
import classes from "./status.module.css";

export type Tone = "good" | "changing" | "bad" | "info" | "idle";

/** A dot that never stands without its word. */
export function StatusWord({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.status} data-tone={tone}>
      <span className={classes.dot} />
      <span className={classes.word}>{children}</span>
    </span>
  );
}

interface Living {
  running: boolean;
  /** The server's word for it, one of those below. */
  state: string;
}

/** The words for what a service does, each with its colour. */
export const stateWords = {
  running: { tone: "good", word: texts.words.running },
  stopped: { tone: "idle", word: texts.words.stopped },
  starting: { tone: "changing", word: texts.words.starting },
  stopping: { tone: "changing", word: texts.words.stopping },
  crashed: { tone: "bad", word: texts.words.crashed },
} satisfies Record<string, { tone: Tone; word: string }>;

export type ServiceState = keyof typeof stateWords;

export function serviceState({ running, state }: Living): ServiceState {
  if (Object.hasOwn(stateWords, state)) return state as ServiceState;
  return running ? "running" : "stopped";
}

export function ServiceStatus({ service }: { service: Living }) {
  const { tone, word } = stateWords[serviceState(service)];
  return <StatusWord tone={tone}>{word}</StatusWord>;
}
