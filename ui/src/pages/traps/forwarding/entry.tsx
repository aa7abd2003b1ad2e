import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { outboxCalls } from "../../../api/forwarding";
import type { OutboxEntry } from "../../../api/generated";
import { AskFirst } from "../../../components/ask-first";
import { CopyButton } from "../../../components/copy-button";
import { Facts } from "../../../components/panel";
import { SidePane } from "../../../components/side-pane";
import { ProblemNotice } from "../../../components/states";
import { ToolButton } from "../../../components/tool-button";
import { Time } from "../../../components/values/time";
import { texts } from "../../../texts";
import { formatPlace } from "../place";
import { forwardingChanged } from "./asked";
import { EntryState } from "./columns";
import classes from "./forwarding.module.css";

const words = texts.forwarding;

/** One notification on its way to one destination: what was tried, and what came of it. */
export function Entry({ entry, onClose }: { entry: OutboxEntry; onClose: () => void }) {
  const choice = { ids: [entry.id] };
  const retrying = useMutation({
    meta: { failed: words.retryFailed },
    mutationFn: () => outboxCalls.retry(choice),
    onSuccess: forwardingChanged,
  });
  return (
    <SidePane
      id="outbox-entry"
      label={words.entry}
      title={entry.notification?.trap_type ?? words.damaged}
      actions={
        <>
          {entry.state === "delivered" ? null : (
            <ToolButton
              least="operator"
              id="outbox-retry-one"
              icon="restart"
              label={words.retry}
              isWordy
              disabled={retrying.isPending}
              onClick={() => retrying.mutate()}
            />
          )}
          <AskFirst
            target={(toggle) => (
              <ToolButton least="operator" icon="trash" label={words.deleteOne} isBare onClick={toggle} />
            )}
            question={`${words.deleteOne}?`}
            confirm={words.removeConfirm}
            failed={words.deleteFailed}
            act={() => outboxCalls.remove(choice)}
            onDone={() => {
              onClose();
              void forwardingChanged();
            }}
          />
        </>
      }
      closeLabel={words.closeEntry}
      onClose={onClose}
    >
      <div className={classes.entryBody}>
        {retrying.isError ? <ProblemNotice title={words.retryFailed} cause={retrying.error} /> : null}
        <Facts facts={factsOf(entry)} />
      </div>
    </SidePane>
  );
}

function factsOf(entry: OutboxEntry): (readonly [string, ReactNode])[] {
  const { facts } = words;
  const time = (at_s: number | null) => (at_s === null ? "" : <Time at_ms={at_s * 1000} />);
  return [
    [facts.state, <EntryState key="state" state={entry.state} />],
    [facts.outcome, entry.outcome],
    [facts.destination, entry.destination],
    [facts.attempts, String(entry.attempts)],
    [facts.since, time(entry.created_at)],
    [facts.lastAttempt, time(entry.last_attempt_at)],
    [facts.nextAttempt, time(entry.next_attempt_at)],
    [facts.giveUp, time(entry.give_up_at)],
    [
      facts.key,
      <span key="key" className={classes.key}>
        <span className="mono">{entry.key}</span>
        <CopyButton text={entry.key} />
      </span>,
    ],
    [
      facts.notification,
      <Link key="open" className={classes.link} href={formatPlace({ open: entry.notification_id })}>
        {words.openNotification}
      </Link>,
    ],
  ];
}
