import { Button, Switch } from "@mantine/core";
import { useState } from "react";
import { accountCalls } from "../../api/accounts";
import type { SessionRecord } from "../../api/generated";
import { keys, queryClient } from "../../api/queries";
import { AskFirst } from "../../components/ask-first";
import { useMe } from "../../components/role";
import { type ShortColumn, ShortTable } from "../../components/short-table";
import { Notice } from "../../components/states";
import { ToolButton } from "../../components/tool-button";
import { Time } from "../../components/values/time";
import { texts } from "../../texts";
import { LoadedPanel } from "./loaded-panel";
import classes from "./settings.module.css";

const words = texts.settings.sessions;
const askAgain = () => void queryClient.invalidateQueries({ queryKey: keys.allSessions });

/** Where one is logged in: each can be ended, and all but this one at once. */
export function SessionsPanel() {
  const isAdministrator = useMe()?.role === "administrator";
  const [isAll, setAll] = useState(false);
  const [ended, setEnded] = useState<number | null>(null);
  return (
    <>
      <LoadedPanel
        title={texts.settings.tabs.sessions}
        queryKey={keys.sessions(isAll)}
        ask={() => accountCalls.sessions(isAll)}
        isFlush
        action={<EndOthers onDone={setEnded} />}
      >
        {({ sessions }) => (
          <>
            {isAdministrator ? (
              <div className={classes.aside}>
                <Switch
                  size="sm"
                  label={words.ofAll}
                  checked={isAll}
                  onChange={(event) => setAll(event.currentTarget.checked)}
                />
              </div>
            ) : null}
            <ShortTable
              id="sessions"
              label={texts.settings.tabs.sessions}
              columns={isAll ? [user, ...columns] : columns}
              rows={sessions}
              keyOf={({ id }) => id}
            />
          </>
        )}
      </LoadedPanel>
      {ended === null ? null : <Notice kind="success" title={words.endedOthers(ended)} />}
    </>
  );
}

function EndOthers({ onDone }: { onDone: (count: number) => void }) {
  return (
    <AskFirst
      target={(toggle) => (
        <Button size="compact-sm" variant="default" onClick={toggle}>
          {words.endOthers}
        </Button>
      )}
      question={words.endOthersQuestion}
      confirm={words.end}
      failed={words.endFailed}
      act={accountCalls.endOtherSessions}
      onDone={({ count }) => {
        onDone(count);
        askAgain();
      }}
    />
  );
}

const user: ShortColumn<SessionRecord> = {
  id: "user",
  header: words.columns.user,
  cell: ({ username }) => <bdi>{username}</bdi>,
};

const columns: readonly ShortColumn<SessionRecord>[] = [
  {
    id: "where",
    header: words.columns.where,
    cell: ({ user_agent, is_current }) => (
      <>
        <span title={user_agent}>{browserOf(user_agent) || words.unnamed}</span>
        {is_current ? <span className={classes.mark}>{words.current}</span> : null}
      </>
    ),
    isName: true,
  },
  { id: "address", header: words.columns.address, cell: ({ address }) => <span className="mono">{address}</span> },
  { id: "seen", header: words.columns.seen, cell: ({ last_seen_at }) => <Time at_ms={last_seen_at * 1000} /> },
  { id: "began", header: words.columns.began, cell: ({ created_at }) => <Time at_ms={created_at * 1000} /> },
  { id: "ends", header: words.columns.ends, cell: ({ expires_at }) => <Time at_ms={expires_at * 1000} /> },
  { id: "acts", header: words.columns.acts, cell: (row) => <End session={row} />, isActs: true },
];

/** This session ends by logging out. */
function End({ session }: { session: SessionRecord }) {
  if (session.is_current) return null;
  const name = browserOf(session.user_agent) || words.unnamed;
  return (
    <AskFirst
      target={(toggle) => <ToolButton icon="leave" label={words.endOne(name)} isBare onClick={toggle} />}
      question={words.endQuestion(name, session.address)}
      confirm={words.end}
      failed={words.endFailed}
      act={() => accountCalls.endSession(session.id)}
      done={words.sessionEnded}
      onDone={askAgain}
    />
  );
}

const browsers = /(Edg|OPR|Firefox|Chrome|Version)\/(\d+)/;
const browserNames: Record<string, string> = { Edg: "Edge", OPR: "Opera", Version: "Safari" };
const systems = /Windows|Android|iPhone|iPad|Mac OS X|Linux/;

/** Browser and system, as far as what the browser says of itself is known; else its first word. */
export function browserOf(userAgent: string): string {
  const special = /(Edg|OPR)\/(\d+)/.exec(userAgent) ?? browsers.exec(userAgent);
  if (!special) return userAgent.split(" ", 1)[0] ?? "";
  const [, kind = "", version = ""] = special;
  const system = systems.exec(userAgent)?.[0].replace("Mac OS X", "macOS");
  return [`${browserNames[kind] ?? kind} ${version}`, system].filter(Boolean).join(", ");
}
