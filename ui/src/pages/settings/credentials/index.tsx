import { Button } from "@mantine/core";
import { useState } from "react";
import type { CredentialRecord } from "../../../api/generated";
import { useCredentials } from "../../../components/forms/identity";
import { Panel } from "../../../components/panel";
import { EmptyState, LoadingState, ProblemNotice } from "../../../components/states";
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
    <Button id="credential-add" size="compact-sm" variant="default" onClick={() => setOpened({ what: "add" })}>
      {words.add}
    </Button>
  );
  return (
    <Panel title={words.title} action={add} isFlush>
      <p className={classes.help}>{words.help}</p>
      {asked.isError ? (
        <ProblemNotice title={words.loadFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
      ) : !asked.isSuccess ? (
        <LoadingState />
      ) : asked.data.data.length === 0 ? (
        <EmptyState title={words.empty} help={words.emptyHelp} />
      ) : (
        <CredentialTable records={asked.data.data} onOpen={setOpened} />
      )}
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
  return (
    <table id="credentials" className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{words.columns.name}</th>
          <th scope="col">{words.columns.who}</th>
          <th scope="col">{words.columns.security}</th>
          <th scope="col">{words.columns.accepted}</th>
          <th scope="col">
            <span className={classes.unseen}>{words.columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.id}>
            <th scope="row" className={classes.name}>
              <bdi>{record.name}</bdi>
            </th>
            <td>
              {words.kinds[record.kind]} {record.user ? <bdi className="mono">{record.user}</bdi> : null}
            </td>
            <td>
              {record.problem ? (
                <span className={classes.locked} title={record.problem}>
                  {words.locked}
                </span>
              ) : (
                securityOf(record)
              )}
            </td>
            <td>{acceptedBy(record)}</td>
            <td className={classes.actions}>
              <ToolButton
                icon="play"
                label={words.test(record.name)}
                isBare
                disabled={!record.can_be_opened}
                onClick={() => onOpen({ what: "test", record })}
              />
              <ToolButton
                icon="settings"
                label={words.edit(record.name)}
                isBare
                onClick={() => onOpen({ what: "edit", record })}
              />
              <ToolButton
                icon="trash"
                label={words.remove(record.name)}
                isBare
                onClick={() => onOpen({ what: "remove", record })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
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
