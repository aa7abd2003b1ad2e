import type { ReactNode } from "react";
import { texts } from "../texts";
import { CopyButton } from "./copy-button";
import { Facts, Panel } from "./panel";
import classes from "./snmpv3.module.css";
import { Notice } from "./states";
import { formatCount } from "./values/format";

const words = texts.snmpv3;

export interface ShownEngine {
  engine_id: string;
  /** The same in words. */
  engine: string;
  boots: number;
}

interface Snmpv3Props {
  id: string;
  engine: ShownEngine;
  users: number;
  refused: readonly { user: string; reason: string }[];
  /** Why the engine is not the one that it was. */
  warning?: string | null;
  /** What can be done here. */
  children?: ReactNode;
}

/** Which SNMPv3 engine a service is, whom it believes, and whom it cannot believe and why. */
export function Snmpv3({ id, engine, users, refused, warning, children }: Snmpv3Props) {
  const shownUsers = users > 0 ? formatCount(users) : words.noUsers;
  return (
    <Panel title={words.title}>
      <div id={id} className={classes.engine}>
        {warning ? (
          <Notice kind="warning" title={words.anotherEngine}>
            <p>{warning}</p>
          </Notice>
        ) : null}
        <Facts
          facts={[
            [
              words.engine,
              <span key="id" className={classes.id}>
                <span title={engine.engine_id}>{engine.engine}</span>
                <CopyButton text={engine.engine_id} label={words.copyEngineId} />
              </span>,
            ],
            [
              words.starts,
              <span key="boots" className="num" title={words.startsHelp}>
                {formatCount(engine.boots)}
              </span>,
            ],
            [
              words.users,
              <span key="users" className="num">
                {shownUsers}
                {users === 0 && refused.length === 0 ? <p className={classes.quiet}>{words.noUsersHelp}</p> : null}
              </span>,
            ],
          ]}
        />
        {refused.length > 0 ? (
          <Notice kind="warning" title={words.refused(refused.length)}>
            <ul className={classes.refused}>
              {refused.map(({ user, reason }) => (
                <li key={user + reason}>
                  <b>{user}</b>: {reason}
                </li>
              ))}
            </ul>
          </Notice>
        ) : null}
        {children}
      </div>
    </Panel>
  );
}
