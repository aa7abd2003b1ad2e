import { useState } from "react";
import { accountCalls } from "../../api/accounts";
import type { ApiToken, NewApiToken } from "../../api/generated";
import { keys, queryClient } from "../../api/queries";
import { AskFirst } from "../../components/ask-first";
import { CommandLine } from "../../components/copy-button";
import { Panel } from "../../components/panel";
import { type ShortColumn, ShortTable } from "../../components/short-table";
import { EmptyState, Notice } from "../../components/states";
import { ToolButton } from "../../components/tool-button";
import { Time } from "../../components/values/time";
import { texts } from "../../texts";
import { LoadedPanel } from "./loaded-panel";
import classes from "./settings.module.css";
import { TokenForm } from "./token-form";

const words = texts.settings.tokens;
const askAgain = () => void queryClient.invalidateQueries({ queryKey: keys.tokens });

/** What programs log in with. A token is seen once, when it is made, and lives in this part of the page alone. */
export function TokensPanel() {
  const [made, setMade] = useState<NewApiToken | null>(null);
  return (
    <>
      <Panel title={words.make}>
        <TokenForm
          onMade={(token) => {
            setMade(token);
            askAgain();
          }}
        />
      </Panel>
      {made ? (
        <Notice kind="success" title={words.made(made.name)}>
          <div id="token-made" className={classes.form}>
            <CommandLine command={made.token} />
            <p className={classes.quiet}>{words.madeHelp}</p>
          </div>
        </Notice>
      ) : null}
      <LoadedPanel
        title={texts.settings.tabs.tokens}
        queryKey={keys.tokens}
        ask={() => accountCalls.tokens(false)}
        isFlush
      >
        {({ tokens }) =>
          tokens.length === 0 ? (
            <EmptyState title={words.empty} help={words.emptyHelp} />
          ) : (
            <ShortTable
              id="tokens"
              label={texts.settings.tabs.tokens}
              columns={columns}
              rows={tokens}
              keyOf={({ id }) => id}
            />
          )
        }
      </LoadedPanel>
    </>
  );
}

const columns: readonly ShortColumn<ApiToken>[] = [
  { id: "name", header: words.columns.name, cell: ({ name }) => <bdi>{name}</bdi>, isName: true },
  { id: "role", header: words.columns.role, cell: ({ role }) => texts.settings.roles[role] },
  { id: "made", header: words.columns.made, cell: ({ created_at }) => <Time at_ms={created_at * 1000} /> },
  { id: "used", header: words.columns.used, cell: ({ last_used_at }) => moment(last_used_at, words.never) },
  { id: "ends", header: words.columns.ends, cell: ({ expires_at }) => moment(expires_at, words.never) },
  {
    id: "acts",
    header: words.columns.acts,
    cell: ({ id, name }) => (
      <AskFirst
        target={(toggle) => <ToolButton icon="trash" label={words.endOne(name)} isBare onClick={toggle} />}
        question={words.endQuestion(name)}
        confirm={words.end}
        failed={words.endFailed}
        act={() => accountCalls.endToken(id)}
        done={words.tokenEnded(name)}
        onDone={askAgain}
      />
    ),
    isActs: true,
  },
];

function moment(at_s: number | null, otherwise: string) {
  return at_s === null ? otherwise : <Time at_ms={at_s * 1000} />;
}
