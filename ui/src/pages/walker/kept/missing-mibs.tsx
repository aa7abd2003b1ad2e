import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { ModuleHint, UnnamedSubtree } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { keptCalls } from "../../../api/walks";
import { CopyButton } from "../../../components/copy-button";
import { EmptyState, LoadingState, ProblemNotice, Strip } from "../../../components/states";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import classes from "./kept.module.css";

const words = texts.missingMibs;

/** Which parts of the walk have no names, and the modules that would give them some. */
export function MissingMibs({ id }: { id: number }) {
  const asked = useQuery({ queryKey: keys.missingMibs(id), queryFn: () => keptCalls.missingMibs(id) });
  if (asked.isError) {
    return (
      <Strip>
        <ProblemNotice title={words.failed} cause={asked.error} onRetry={() => void asked.refetch()} />
      </Strip>
    );
  }
  if (!asked.data) return <LoadingState label={words.looking} />;
  const { subtrees, named, unnamed } = asked.data;
  if (subtrees.length === 0) return <EmptyState title={words.none} />;
  return (
    <div id="missing-mibs" className={classes.missing}>
      <p className={classes.facts}>{words.summary(formatCount(unnamed), formatCount(named + unnamed))}</p>
      <ul className={classes.subtrees}>
        {subtrees.map((subtree) => (
          <Subtree key={subtree.oid} subtree={subtree} />
        ))}
      </ul>
    </div>
  );
}

function Subtree({ subtree }: { subtree: UnnamedSubtree }) {
  const { oid, name, vendor, rows, example, modules } = subtree;
  return (
    <li className={classes.subtree}>
      <p className={classes.subtreeHead}>
        <span className="mono">{name}</span>
        <CopyButton text={oid} label={texts.walker.copy.oid} />
        <span className={classes.subtreeCount}>{texts.words.rows(formatCount(rows), rows === 1)}</span>
      </p>
      <p className={classes.facts}>
        {vendor ? `${vendor} · ` : ""}
        <span className="mono">
          {example.oid} = {example.display}
        </span>
      </p>
      {modules.length === 0 ? (
        <p className={classes.facts}>{words.noModule}</p>
      ) : (
        <ul>
          {modules.map((hint) => (
            <Hint key={hint.module} hint={hint} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Hint({ hint: { module, state, reason } }: { hint: ModuleHint }) {
  return (
    <li className={classes.hint}>
      <Link
        href={state === "absent" ? "/mibs" : `/browser?node=${encodeURIComponent(module)}::`}
        className={classes.link}
      >
        {module}
      </Link>{" "}
      {words.states[state] ?? state}
      {reason ? `: ${reason}` : ""}
    </li>
  );
}
