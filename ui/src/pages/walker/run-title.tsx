import { Link } from "wouter";
import { StatusWord, type Tone } from "../../components/status";
import { formatAddress } from "../../components/values/format";
import { texts } from "../../texts";
import { formatPlace, nowhere } from "./place";
import type { RunPhase, WalkRun } from "./run";
import classes from "./walker.module.css";

const words = texts.walker;

const named: Record<Exclude<RunPhase, "idle">, { tone: Tone; word: string }> = {
  running: { tone: "info", word: words.running },
  done: { tone: "good", word: words.done },
  cancelled: { tone: "idle", word: words.cancelled },
  failed: { tone: "bad", word: words.failed },
};

/** What was asked, because the form may have been edited since. */
export function RunTitle({ run: { phase, request, kept } }: { run: WalkRun }) {
  if (phase === "idle" || !request) return null;
  const { tone, word } = named[phase];
  return (
    <div className={classes.runTitle}>
      <StatusWord tone={tone}>{word}</StatusWord>
      <span className={classes.asked}>
        {words.operations[request.operation]} <span className="mono">{request.oid}</span> ·{" "}
        <span className="mono">{formatAddress(request.target, request.port)}</span> ·{" "}
        {request.credential ?? `v${request.version}`}
      </span>
      {kept === null ? null : (
        <Link id="walk-kept" className={classes.keptLink} href={formatPlace({ ...nowhere, tab: "kept", kept })}>
          {words.keptAs(request.keep ?? "")}
        </Link>
      )}
      {phase === "running" ? <span className={classes.progress} /> : null}
    </div>
  );
}
