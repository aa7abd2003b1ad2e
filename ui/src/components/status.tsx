import type { ServiceState } from "../api/shapes";
import { texts } from "../texts";
import classes from "./status.module.css";

export type Tone = "good" | "changing" | "bad" | "info" | "idle";

/** A dot that never stands without its word. */
export function StatusWord({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.status} data-tone={tone}>
      <span className={classes.dot} />
      {children}
    </span>
  );
}

interface Living {
  running: boolean;
  state?: ServiceState | undefined;
}

const named: Record<ServiceState, { tone: Tone; word: string }> = {
  running: { tone: "good", word: texts.words.running },
  stopped: { tone: "idle", word: texts.words.stopped },
  starting: { tone: "changing", word: texts.words.starting },
  stopping: { tone: "changing", word: texts.words.stopping },
  crashed: { tone: "bad", word: texts.words.crashed },
};

export function serviceState(service: Living): ServiceState {
  return service.state ?? (service.running ? "running" : "stopped");
}

export function ServiceStatus({ service }: { service: Living }) {
  const { tone, word } = named[serviceState(service)];
  return <StatusWord tone={tone}>{word}</StatusWord>;
}
