import type { ReactNode } from "react";
import { Icon } from "../icon";
import classes from "./fields.module.css";

interface FoldProps {
  title: string;
  /** What differs from the defaults, seen while folded. */
  note?: string | null;
  children: ReactNode;
}

/** What is rarely needed, out of the way. */
export function Fold({ title, note, children }: FoldProps) {
  return (
    <details className={classes.fold}>
      <summary className={classes.summary}>
        <Icon name="chevron" size={14} />
        {title}
        {note ? <span className={classes.changed}>{note}</span> : null}
      </summary>
      {children}
    </details>
  );
}
