import { identityFields } from "../../components/forms/identity";
import { Notice, ProblemNotice, Strip } from "../../components/states";
import { formatCount } from "../../components/values/format";
import { texts } from "../../texts";
import type { WalkRun } from "./run";
import { refusedPhase } from "./setting";

const words = texts.walker;

const shownFields = ["target", "port", "oid", ...identityFields] as const;

/** Why there are not more rows. */
export function RunNotice({ run }: { run: WalkRun }) {
  if (run.phase === "failed" && run.problem) {
    // Said under its field already.
    if (shownFields.some((field) => run.problem?.about(field))) return null;
    if (run.problem.findings.some(({ field }) => field.startsWith("varbinds."))) return null;
    const kept = run.rows.length > 0 ? words.keptRows(formatCount(run.rows.length)) : "";
    const phase = run.problem.code === "set_rejected" ? words.refusedIn[refusedPhase(run.problem.detail)] : "";
    const hint = [words.code[run.problem.code] ?? "", phase, kept].filter(Boolean).join(" ");
    return (
      <Strip>
        <ProblemNotice title={run.problem.title} cause={run.problem} hint={hint} />
      </Strip>
    );
  }
  if (run.phase === "done" && run.request?.operation === "set") {
    const count = run.rows.length;
    return (
      <Strip>
        <Notice kind="success" title={words.wasSet(formatCount(count), count === 1)} />
      </Strip>
    );
  }
  if (run.phase === "done" && run.cut) {
    return (
      <Strip>
        <Notice kind="warning" title={run.cut === "rows" ? words.cutRows : words.cutTime} />
      </Strip>
    );
  }
  return null;
}
