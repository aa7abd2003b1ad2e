import type { FaultKindFacts, FaultRow } from "../../../../api/generated";
import { StatusWord } from "../../../../components/status";
import { ToolButton } from "../../../../components/tool-button";
import { formatCount } from "../../../../components/values/format";
import { texts } from "../../../../texts";
import classes from "../../agents.module.css";
import { limitsOf } from "./rows";

const words = texts.faults;

interface ActiveFaultProps {
  row: FaultRow;
  facts: FaultKindFacts | undefined;
  hits: number;
  isBusy: boolean;
  onEdit: () => void;
  onOff: () => void;
}

/** A fault that is on: what it does, when, how often it has hit, and the way to take it back. */
export function ActiveFault({ row, facts, hits, isBusy, onEdit, onOff }: ActiveFaultProps) {
  const label = facts?.label ?? row.kind;
  return (
    <li className={classes.fault}>
      <div className={classes.presetText}>
        <p>
          <StatusWord tone="changing">{label}</StatusWord>{" "}
          <span className={classes.quiet}>
            {hits === 0 ? words.neverHit : words.hits(formatCount(hits), hits === 1)}
          </span>
        </p>
        <p className={classes.quiet}>{facts?.effect}</p>
        <p className={classes.references}>{limitsOf(row, facts)}</p>
      </div>
      <ToolButton
        least="operator"
        icon="settings"
        label={words.edit(label)}
        isBare
        disabled={isBusy}
        onClick={onEdit}
      />
      <ToolButton least="operator" icon="close" label={words.off(label)} isBare disabled={isBusy} onClick={onOff} />
    </li>
  );
}
