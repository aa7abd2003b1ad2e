import { Button } from "@mantine/core";
import { useState } from "react";
import type { PlacedFinding, TextEdit } from "../../api/generated";
import { language } from "../../language";
import { texts } from "../../texts";
import classes from "./findings.module.css";
import { withoutOverlaps } from "./mend";

const words = texts.mibs;
const meanings: Record<string, string | undefined> = texts.diagnostics;
const severities = ["error", "warning", "style"] as const;
const SHOWN_AT_FIRST = 50;

interface FindingsProps {
  findings: readonly PlacedFinding[];
  /** How many there are altogether. */
  total: number;
  /** Applies mends; absent where the text cannot be changed here. */
  onFix?: ((edits: readonly TextEdit[]) => void) | undefined;
  onOpen?: ((finding: PlacedFinding) => void) | undefined;
}

/** What the compiler found, the worst first, each with its line and a caret. */
export function Findings({ findings, total, onFix, onOpen }: FindingsProps) {
  if (findings.length === 0) return <p className={classes.quiet}>{words.clean}</p>;
  const edits = withoutOverlaps(findings.flatMap(({ edit }) => (edit ? [edit] : [])));
  return (
    <div className={classes.findings}>
      {onFix && edits.length > 0 ? (
        <div>
          <Button id="mib-fix-all" variant="default" size="compact-sm" onClick={() => onFix(edits)}>
            {words.fixAll(edits.length)}
          </Button>
        </div>
      ) : null}
      {severities.map((severity) => (
        <Group
          key={severity}
          severity={severity}
          findings={findings.filter((one) => one.severity === severity)}
          onFix={onFix}
          onOpen={onOpen}
        />
      ))}
      {total > findings.length ? <p className={classes.quiet}>{words.notListed(total - findings.length)}</p> : null}
    </div>
  );
}

interface GroupProps extends Pick<FindingsProps, "findings" | "onFix" | "onOpen"> {
  severity: string;
}

function Group({ severity, findings, onFix, onOpen }: GroupProps) {
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  if (findings.length === 0) return null;
  return (
    <section className={classes.group} data-severity={severity} aria-label={words.severities[severity]}>
      <h3 className={classes.severity}>
        {words.severities[severity]} <span>{findings.length}</span>
      </h3>
      <ul>
        {findings.slice(0, shown).map((finding) => (
          <Row
            key={`${finding.start}-${finding.code}-${finding.message}`}
            finding={finding}
            onFix={onFix}
            onOpen={onOpen}
          />
        ))}
      </ul>
      {findings.length > shown ? (
        <div>
          <Button variant="subtle" size="compact-sm" onClick={() => setShown(findings.length)}>
            {words.more(findings.length - shown)}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

interface RowProps extends Pick<FindingsProps, "onFix" | "onOpen"> {
  finding: PlacedFinding;
}

function Row({ finding, onFix, onOpen }: RowProps) {
  const { edit, excerpt = "", mark_start = 0, mark_length = 1 } = finding;
  const place = words.place(finding.line, finding.column);
  return (
    <li className={classes.finding}>
      <p className={classes.message}>
        <Said finding={finding} /> <span className={classes.code}>{finding.code}</span>
      </p>
      {excerpt.trim() === "" ? null : (
        <pre className={classes.excerpt}>
          {excerpt}
          <span className={classes.caret} aria-hidden="true">
            {`\n${" ".repeat(mark_start)}${"^".repeat(mark_length)}`}
          </span>
        </pre>
      )}
      <div className={classes.foot}>
        {onOpen ? (
          <button type="button" className={classes.place} onClick={() => onOpen(finding)}>
            {place}
          </button>
        ) : (
          <span>{place}</span>
        )}
        {finding.hint ? (
          <span>
            {words.hint}: {finding.hint}
          </span>
        ) : null}
        {edit && onFix ? (
          <Button variant="default" size="compact-xs" onClick={() => onFix([edit])}>
            {words.fix}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** The compiler speaks English: in another language, what the code means stands before its sentence. */
function Said({ finding: { code, message } }: { finding: PlacedFinding }) {
  const meaning = meanings[code];
  if (language === "en" || meaning === undefined) return message;
  return (
    <>
      {meaning}: <span lang="en">{message}</span>
    </>
  );
}
