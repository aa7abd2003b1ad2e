import { useState } from "react";
import type { CredentialRecord } from "../../../api/generated";
import { ActButton } from "../../../components/act-button";
import { useCredentials } from "../../../components/forms/identity";
import { Loaded } from "../../../components/loaded";
import { NotAllowed } from "../../../components/only-for";
import { Panel } from "../../../components/panel";
import { type ShortColumn, ShortTable } from "../../../components/short-table";
import { EmptyState } from "../../../components/states";
import { ToolButton } from "../../../components/tool-button";
import { texts } from "../../../texts";
import classes from "./credentials.module.css";
import { EditDialog } from "./edit-dialog";
import { RemoveDialog } from "./remove-dialog";
import { TestDialog } from "./test-dialog";

const words = texts.credentials;

type Opened = { what: "add" } | { what: "edit" | "test" | "remove"; record: CredentialRecord };

/** Who we are towards devices, by name; secrets go in here and never come out. */
export function CredentialsPanel() {
  const asked = useCredentials();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const add = (
    <ActButton
      id="credential-add"
      size="compact-sm"
      variant="default"
      least="administrator"
      onClick={() => setOpened({ what: "add" })}
    >
      {words.add}
    </ActButton>
  );
  return (
    <Panel title={words.title} action={add} isFlush>
      <p className={classes.help}>{words.help}</p>
      <NotAllowed least="administrator" />
      <Loaded asked={asked} failed={words.loadFailed}>
        {({ data: records }) =>
          records.length === 0 ? (
            <EmptyState title={words.empty} help={words.emptyHelp} />
          ) : (
            <CredentialTable records={records} onOpen={setOpened} />
          )
        }
      </Loaded>
      {opened?.what === "add" ? <EditDialog record={null} onClose={close} /> : null}
      {opened?.what === "edit" ? <EditDialog record={opened.record} onClose={close} /> : null}
      {opened?.what === "test" ? <TestDialog record={opened.record} onClose={close} /> : null}
      {opened?.what === "remove" ? <RemoveDialog record={opened.record} onClose={close} /> : null}
    </Panel>
  );
}

interface CredentialTableProps {
  records: readonly CredentialRecord[];
  onOpen: (opened: Opened) => void;
}

function CredentialTable({ records, onOpen }: CredentialTableProps) {
  const columns: readonly ShortColumn<CredentialRecord>[] = [
    { id: "name", header: words.columns.name, cell: ({ name }) => <bdi>{name}</bdi>, isName: true },
    {
      id: "who",
      header: words.columns.who,
      cell: ({ kind, user }) => (
        <>
          {words.kinds[kind]} {user ? <bdi className="mono">{user}</bdi> : null}
        </>
      ),
    },
    { id: "security", header: words.columns.security, cell: (record) => <Security record={record} /> },
    { id: "accepted", header: words.columns.accepted, cell: acceptedBy },
    {
      id: "actions",
      header: words.columns.actions,
      cell: (record) => <Acts record={record} onOpen={onOpen} />,
      isActs: true,
    },
  ];
  return (
    <ShortTable id="credentials" label={words.title} columns={columns} rows={records} keyOf={(record) => record.id} />
  );
}

function Security({ record }: { record: CredentialRecord }) {
  if (!record.problem) return securityOf(record);
  return (
    <span className={classes.locked} title={record.problem}>
      {words.locked}
    </span>
  );
}

function Acts({ record, onOpen }: { record: CredentialRecord; onOpen: (opened: Opened) => void }) {
  return (
    <>
      <ToolButton
        icon="play"
        label={words.test(record.name)}
        isBare
        least="operator"
        reason={record.can_be_opened ? undefined : (record.problem ?? words.locked)}
        onClick={() => onOpen({ what: "test", record })}
      />
      <ToolButton
        icon="settings"
        label={words.edit(record.name)}
        isBare
        least="administrator"
        onClick={() => onOpen({ what: "edit", record })}
      />
      <ToolButton
        icon="trash"
        label={words.remove(record.name)}
        isBare
        least="administrator"
        onClick={() => onOpen({ what: "remove", record })}
      />
    </>
  );
}

function securityOf(record: CredentialRecord): string {
  if (record.kind === "community") return words.plain;
  const protocols = [record.auth_protocol, record.priv_protocol].filter(Boolean).join(", ");
  return [record.level, protocols].filter(Boolean).join(" · ");
}

function acceptedBy(record: CredentialRecord): string {
  const roles = [record.for_receiver ? words.receiver : null, record.for_simulator ? words.simulator : null];
  return roles.filter(Boolean).join(", ") || words.neither;
}
