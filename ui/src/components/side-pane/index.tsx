import type { KeyboardEvent, ReactNode } from "react";
import { ToolButton } from "../tool-button";
import classes from "./side-pane.module.css";

interface SidePaneProps {
  id?: string;
  /** What the whole is called. */
  label: string;
  title: string;
  /** What can be done with it, in front of the cross. */
  actions?: ReactNode;
  closeLabel: string;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ReactNode;
}

/** What is open beside a list; where there is little room it lies over the list. */
export function SidePane({ id, label, title, actions, closeLabel, onClose, onKeyDown, children }: SidePaneProps) {
  return (
    <section id={id} className={classes.pane} aria-label={label} onKeyDown={onKeyDown}>
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {actions}
        <ToolButton icon="close" label={closeLabel} isBare onClick={onClose} />
      </header>
      {children}
    </section>
  );
}
