import { identityFields } from "../../components/forms/identity";
import { Notice, ProblemNotice } from "../../components/states";
import { formatCount } from "../../components/values/format";
import { texts } from "../../texts";
import type { WalkRun } from "./run";
import classes from "./walker.module.css";

const words = texts.walker;

const shownFields = ["target", "port", "oid", ...identityFields] as const;

/** Why there are not more rows. */
export function RunNotice({ run }: { run: WalkRun }) {
  if (run.phase === "failed" && run.problem) {
    // Said under its field already.
    if (shownFields.some((field) => run.problem?.about(field))) return null;
    const kept = run.rows.length > 0 ? words.keptRows(formatCount(run.rows.length)) : "";
    const hint = [words.code[run.problem.code] ?? "", kept].filter(Boolean).join(" ");
    return (
      <div className={classes.notice}>
        <ProblemNotice title={run.problem.title} cause={run.problem} hint={hint} />
      </div>
    );
  }
  if (run.phase === "done" && run.cut) {
    return (
      <div className={classes.notice}>
        <Notice kind="warning" title={run.cut === "rows" ? words.cutRows : words.cutTime} />
      </div>
    );
  }
  return null;
}
