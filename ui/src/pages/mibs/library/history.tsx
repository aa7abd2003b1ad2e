import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { mibCalls } from "../../../api/calls";
import type { Change, KeptRevision, MibDetails } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { ActButton } from "../../../components/act-button";
import { ProblemNotice } from "../../../components/states";
import { StatusWord } from "../../../components/status";
import { formatMoment, formatSize } from "../../../components/values/format";
import { reflowed } from "../../../components/values/prose";
import { navigate } from "../../../hash-location";
import { texts } from "../../../texts";
import { editing } from "../editor/store";
import classes from "../mibs.module.css";
import { formatPlace } from "../place";
import { formatRevision } from "./columns";

const words = texts.mibs;

/** The revisions that a module lists, other texts of it, and those that were replaced here. */
export function History({ details }: { details: MibDetails }) {
  return (
    <>
      <section className={classes.part}>
        <h3>{words.revisions}</h3>
        {details.revisions.length === 0 ? <p className={classes.quiet}>{words.noRevisions}</p> : null}
        {details.revisions.map((revision) => (
          <div key={`${revision.date}-${revision.description}`} className={classes.revision}>
            <p>{formatRevision(revision.date)}</p>
            <p className={classes.prose}>{reflowed(revision.description)}</p>
          </div>
        ))}
      </section>
      {details.superseded.length > 0 ? (
        <section className={classes.part}>
          <h3>{words.superseded}</h3>
          <p className={classes.quiet}>{words.supersededHelp}</p>
          {details.superseded.map((other) => (
            <p key={`${other.origin}-${other.file}`}>
              <span className="mono">{other.file}</span>, {words.origins[other.origin] ?? other.origin},{" "}
              {formatSize(other.size_bytes)}
            </p>
          ))}
        </section>
      ) : null}
      {details.origin === "uploaded" ? <Kept module={details.name} file={details.file} /> : null}
    </>
  );
}

function Kept({ module, file }: { module: string; file: string }) {
  const asked = useQuery({ queryKey: keys.mibRevisions(file), queryFn: () => mibCalls.revisions(file) });
  const restoring = useMutation({
    meta: { failed: words.restoreFailed },
    mutationFn: (id: string) => mibCalls.restore(file, id),
  });
  return (
    <section className={classes.part} aria-label={words.kept}>
      <h3>{words.kept}</h3>
      <p className={classes.quiet}>{asked.data?.revisions.length === 0 ? words.noKept : words.keptHelp}</p>
      {asked.isError ? <ProblemNotice title={words.keptFailed} cause={asked.error} /> : null}
      {restoring.isError ? <ProblemNotice title={words.restoreFailed} cause={restoring.error} /> : null}
      {asked.data?.revisions.map((kept) => (
        <KeptText
          key={kept.id}
          module={module}
          file={file}
          kept={kept}
          isBusy={restoring.isPending}
          onRestore={() => restoring.mutate(kept.id)}
        />
      ))}
    </section>
  );
}

interface KeptTextProps {
  module: string;
  file: string;
  kept: KeptRevision;
  isBusy: boolean;
  onRestore: () => void;
}

function KeptText({ module, file, kept, isBusy, onRestore }: KeptTextProps) {
  const facts = [kept.modules.join(", "), formatRevision(kept.last_updated), formatSize(kept.size_bytes)];
  const comparing = useMutation({ mutationFn: () => mibCalls.differences(file, kept.id) });
  const opening = useMutation({
    mutationFn: () => mibCalls.revision(file, kept.id),
    onSuccess: ({ text }) => {
      editing.propose(module, text);
      navigate(formatPlace({ edit: module, line: 0 }));
    },
  });
  return (
    <div className={classes.revision}>
      <p>{formatMoment(kept.replaced_at * 1000)}</p>
      <div className={classes.actions}>
        <span className={classes.quiet}>{facts.filter(Boolean).join(" · ")}</span>
        <Button variant="default" size="compact-xs" loading={comparing.isPending} onClick={() => comparing.mutate()}>
          {words.compare}
        </Button>
        <Button variant="default" size="compact-xs" loading={opening.isPending} onClick={() => opening.mutate()}>
          {texts.mibEditor.openOlder}
        </Button>
        <ActButton variant="default" size="compact-xs" disabled={isBusy} onClick={onRestore}>
          {words.restore}
        </ActButton>
      </div>
      {comparing.isError ? <ProblemNotice title={words.compareFailed} cause={comparing.error} /> : null}
      {opening.isError ? <ProblemNotice title={texts.mibEditor.openFailed} cause={opening.error} /> : null}
      {comparing.data ? <Changes changes={comparing.data.changes} /> : null}
    </div>
  );
}

/** Each change by meaning, with the rule that allows or forbids it. */
function Changes({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return <p className={classes.quiet}>{words.noChanges}</p>;
  return (
    <ul aria-label={words.changes}>
      {changes.map((change) => (
        <li key={`${change.kind}-${change.name}-${change.before}-${change.after}`} className={classes.revision}>
          <div className={classes.actions}>
            <span className="mono">{change.name}</span>
            <StatusWord tone={change.is_legal ? "good" : "bad"}>
              {change.is_legal ? words.allowed : words.forbidden}
            </StatusWord>
            <span className={classes.quiet}>{change.rule}</span>
          </div>
          <p className={classes.prose}>{words.changed(change.kind, change.before, change.after)}</p>
        </li>
      ))}
    </ul>
  );
}
