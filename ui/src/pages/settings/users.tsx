import { Button } from "@mantine/core";
import { useState } from "react";
import { accountCalls } from "../../api/accounts";
import type { User } from "../../api/generated";
import { keys, queryClient } from "../../api/queries";
import { AskFirst } from "../../components/ask-first";
import { useMe } from "../../components/role";
import { type ShortColumn, ShortTable } from "../../components/short-table";
import { StatusWord } from "../../components/status";
import { ToolButton } from "../../components/tool-button";
import { formatCount } from "../../components/values/format";
import { Time } from "../../components/values/time";
import { texts } from "../../texts";
import { LoadedPanel } from "./loaded-panel";
import { UserDialog } from "./user-dialog";

const words = texts.settings.users;
const askAgain = () => void queryClient.invalidateQueries({ queryKey: keys.users });

/** Who may log in, and as what. */
export function UsersPanel() {
  const [edited, setEdited] = useState<User | "new" | null>(null);
  const me = useMe();
  const add = (
    <Button id="user-add" size="compact-sm" variant="default" onClick={() => setEdited("new")}>
      {words.add}
    </Button>
  );
  return (
    <LoadedPanel title={texts.settings.tabs.users} queryKey={keys.users} ask={accountCalls.users} isFlush action={add}>
      {({ users }) => (
        <>
          <ShortTable
            id="users"
            label={texts.settings.tabs.users}
            columns={columnsFor(me?.username, setEdited)}
            rows={users}
            keyOf={({ username }) => username}
          />
          {edited === null ? null : (
            <UserDialog user={edited === "new" ? null : edited} onClose={() => setEdited(null)} onSaved={askAgain} />
          )}
        </>
      )}
    </LoadedPanel>
  );
}

function columnsFor(self: string | undefined, onEdit: (user: User) => void): readonly ShortColumn<User>[] {
  return [
    { id: "name", header: words.columns.name, cell: ({ username }) => <bdi>{username}</bdi>, isName: true },
    { id: "role", header: words.columns.role, cell: ({ role }) => texts.settings.roles[role] },
    {
      id: "state",
      header: words.columns.state,
      cell: ({ is_disabled }) =>
        is_disabled ? (
          <StatusWord tone="idle">{words.disabled}</StatusWord>
        ) : (
          <StatusWord tone="good">{words.enabled}</StatusWord>
        ),
    },
    { id: "sessions", header: words.columns.sessions, cell: ({ sessions }) => formatCount(sessions), isNumeric: true },
    { id: "tokens", header: words.columns.tokens, cell: ({ tokens }) => formatCount(tokens), isNumeric: true },
    {
      id: "password",
      header: words.columns.password,
      cell: ({ password_changed_at }) => <Time at_ms={password_changed_at * 1000} />,
    },
    {
      id: "acts",
      header: words.columns.acts,
      cell: (user) => <Acts user={user} isSelf={user.username === self} onEdit={onEdit} />,
      isActs: true,
    },
  ];
}

function Acts({ user, isSelf, onEdit }: { user: User; isSelf: boolean; onEdit: (user: User) => void }) {
  const { username } = user;
  return (
    <>
      <ToolButton icon="settings" label={words.edit(username)} isBare onClick={() => onEdit(user)} />
      {isSelf ? null : (
        <AskFirst
          target={(toggle) => <ToolButton icon="trash" label={words.remove(username)} isBare onClick={toggle} />}
          question={words.removeQuestion(username)}
          confirm={words.removeConfirm}
          failed={words.removeFailed}
          act={() => accountCalls.removeUser(username)}
          done={texts.toasts.forgotten(username)}
          onDone={askAgain}
        />
      )}
    </>
  );
}
