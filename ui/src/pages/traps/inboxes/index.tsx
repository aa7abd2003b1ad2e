import { useState } from "react";
import type { TrapInbox } from "../../../api/generated";
import { inboxCalls } from "../../../api/inboxes";
import { ActButton } from "../../../components/act-button";
import { AskFirst } from "../../../components/ask-first";
import { CopyButton } from "../../../components/copy-button";
import { Loaded } from "../../../components/loaded";
import { Panel } from "../../../components/panel";
import { EmptyState } from "../../../components/states";
import { StatusWord } from "../../../components/status";
import { ToolButton } from "../../../components/tool-button";
import { formatCount, formatDuration } from "../../../components/values/format";
import { useLive, useNow } from "../../../live";
import { reachableHost, trapCommand } from "../../../live/addresses";
import { texts } from "../../../texts";
import { usePlace } from "../place";
import { inboxesChanged, useInboxes } from "./asked";
import { InboxForm } from "./form";
import classes from "./inboxes.module.css";
import { expectLine } from "./order";

const words = texts.inboxes;

/** Lists of their own for test runs that share a server. */
export function Inboxes() {
  const [isMaking, setMaking] = useState(false);
  const asked = useInboxes();
  const make = () => setMaking(true);
  return (
    <div className={classes.page}>
      <Panel
        title={words.title}
        isFlush
        action={<ToolButton least="operator" id="inbox-add" icon="plus" label={words.add} isWordy onClick={make} />}
      >
        <Loaded asked={asked} failed={words.loadFailed}>
          {({ data: inboxes }) =>
            inboxes.length === 0 ? (
              <EmptyState title={words.empty} help={words.emptyHelp}>
                <ActButton size="compact-md" onClick={make}>
                  {words.add}
                </ActButton>
              </EmptyState>
            ) : (
              <ul id="inboxes" className={classes.inboxes}>
                {inboxes.map((inbox) => (
                  <Inbox key={inbox.name} inbox={inbox} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Panel>
      {isMaking ? <InboxForm onClose={() => setMaking(false)} /> : null}
    </div>
  );
}

function Inbox({ inbox }: { inbox: TrapInbox }) {
  const [, go] = usePlace();
  const host = useLive((state) => state.traps?.host);
  const { name, query, count, is_open, problem, address, port } = inbox;
  return (
    <li className={classes.inbox}>
      <div className={classes.what}>
        <span className={classes.name}>{name}</span>
        <span className={classes.quiet}>
          {caughtBy(inbox)}
          {address ? (
            <>
              , <span className="mono">{address}</span>
            </>
          ) : null}
        </span>
        <span className={classes.state}>
          <StatusWord tone={is_open ? "good" : problem ? "bad" : "idle"}>
            {is_open ? words.open : problem || words.closed}
          </StatusWord>
          <span className={classes.quiet}>{words.caught(formatCount(count))}</span>
          <End expires_at={inbox.expires_at ?? null} />
        </span>
      </div>
      <span className={classes.acts}>
        <CopyButton text={() => expectLine(inbox, window.location.origin)} label={words.copyExpect} isWordy />
        {port ? (
          <CopyButton text={() => trapCommand(reachableHost(host), port)} label={words.copySend} isWordy />
        ) : null}
        <ToolButton icon="search" label={words.show(name)} isBare onClick={() => go({ tab: "received", q: query })} />
        <AskFirst
          target={(toggle) => (
            <ToolButton least="operator" icon="trash" label={words.remove(name)} isBare onClick={toggle} />
          )}
          question={words.removeQuestion(name, formatCount(count))}
          confirm={words.removeConfirm}
          failed={words.removeFailed}
          act={() => inboxCalls.remove(name)}
          done={texts.toasts.forgotten(name)}
          onDone={() => void inboxesChanged()}
        />
      </span>
    </li>
  );
}

function caughtBy({ by, port, user, tag }: TrapInbox): string {
  return words.by[by](String({ port, user, tag, community: "" }[by] ?? ""));
}

function End({ expires_at }: { expires_at: number | null }) {
  const now_s = useNow() / 1000;
  const text = expires_at === null ? words.forGood : words.expires(formatDuration(Math.max(0, expires_at - now_s)));
  return <span className={classes.quiet}>{text}</span>;
}
