import type { ReactNode } from "react";
import classes from "./panel.module.css";

interface PanelProps {
  title?: string;
  action?: ReactNode;
  children: ReactNode;
  /** Without inner space, for lists that reach the edges. */
  isFlush?: boolean;
}

/** A titled part of a page. */
export function Panel({ title, action, children, isFlush = false }: PanelProps) {
  return (
    <section className={classes.panel}>
      {title || action ? (
        <header className={classes.header}>
          <h2>{title}</h2>
          {action}
        </header>
      ) : null}
      <div className={classes.body} data-flush={isFlush || undefined}>
        {children}
      </div>
    </section>
  );
}

/** Names and values beside each other. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
