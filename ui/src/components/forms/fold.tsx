import type { ReactNode } from "react";
import { Icon } from "../icon";
import classes from "./fields.module.css";

interface FoldProps {
  title: string;
  /** What differs from the defaults, seen while folded. */
  note?: string | null;
  /** Unfolds it, for example where something inside is wrong. */
  isOpen?: boolean;
  children: ReactNode;
}

/** What is rarely needed, out of the way. */
export function Fold({ title, note, isOpen, children }: FoldProps) {
  return (
    <details className={classes.fold} open={isOpen}>
      <summary className={classes.summary}>
        <Icon name="chevron" size={14} />
        {title}
        {note ? <span className={classes.changed}>{note}</span> : null}
      </summary>
      {children}
    </details>
  );
}
