import { useQuery } from "@tanstack/react-query";
import type { TrapFinding } from "../../api/generated";
import { keys } from "../../api/queries";
import { insightCalls } from "../../api/trap-sending";
import { EmptyState, LoadingState, ProblemNotice } from "../../components/states";
import { StatusWord, type Tone } from "../../components/status";
import { texts } from "../../texts";
import classes from "./traps.module.css";

const words = texts.traps;
const tones: Record<string, Tone> = { error: "bad", warning: "changing", info: "info" };

/** What is wrong or odd about a stored notification. */
export function Lint({ id }: { id: number }) {
  const asked = useQuery({ queryKey: keys.trapLint(id), queryFn: () => insightCalls.lint(id) });
  if (asked.isError) {
    return <ProblemNotice title={words.lintFailed} cause={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (!asked.data) return <LoadingState />;
  const { findings } = asked.data;
  if (findings.length === 0) return <EmptyState title={words.lintClean} help={words.lintCleanHelp} />;
  return <Findings findings={findings} isShown={true} />;
}

/** Findings one below the other; `isShown` says which variable each is about. */
export function Findings({ findings, isShown }: { findings: readonly TrapFinding[]; isShown: boolean }) {
  return (
    <ul className={classes.findings}>
      {findings.map((finding) => (
        <li key={`${finding.code} ${finding.binding} ${finding.oid}`} className={classes.finding}>
          <StatusWord tone={tones[finding.severity] ?? "info"}>
            {words.lintSeverities[finding.severity] ?? finding.severity}
          </StatusWord>
          <span>{finding.message}</span>
          {isShown && typeof finding.binding === "number" ? (
            <span className={classes.index}>{words.lintAt(finding.binding + 1, finding.oid ?? "")}</span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
