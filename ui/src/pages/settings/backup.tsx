import { Button, Switch } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { fetchBackup } from "../../api/accounts";
import { CommandLine } from "../../components/copy-button";
import { Icon } from "../../components/icon";
import { Panel } from "../../components/panel";
import { saveFile } from "../../components/save-file";
import { Notice, ProblemNotice } from "../../components/states";
import { formatSize } from "../../components/values/format";
import { texts } from "../../texts";
import classes from "./settings.module.css";

const words = texts.settings.backup;

/** Everything that is saved as one file, and the lines that take it back. */
export function BackupPanels() {
  const [hasKey, setHasKey] = useState(true);
  const making = useMutation({
    meta: { failed: words.failed },
    mutationFn: async () => {
      const { name, content } = await fetchBackup(hasKey);
      saveFile(name, content);
      return { name, size_bytes: content.size };
    },
  });
  return (
    <>
      <Panel title={words.save}>
        <div className={classes.form}>
          <p className={classes.quiet}>{words.saveHelp}</p>
          <Switch
            size="sm"
            label={words.withKey}
            description={hasKey ? words.withKeyHelp : words.withoutKeyHelp}
            checked={hasKey}
            onChange={(event) => setHasKey(event.currentTarget.checked)}
          />
          <div>
            <Button
              id="backup-save"
              leftSection={<Icon name="download" size={14} />}
              loading={making.isPending}
              onClick={() => making.mutate()}
            >
              {words.act}
            </Button>
          </div>
          {making.isError ? <ProblemNotice title={words.failed} cause={making.error} /> : null}
          {making.isSuccess ? (
            <Notice kind="success" title={words.saved(making.data.name, formatSize(making.data.size_bytes))} />
          ) : null}
        </div>
      </Panel>
      <Panel title={words.restore}>
        <div className={classes.form}>
          <p className={classes.quiet}>{words.restoreHelp}</p>
          <CommandLine command={`trishul admin restore ${making.data?.name ?? "FILE"}`} />
          <p className={classes.quiet}>{words.ownBackup}</p>
          <CommandLine command="trishul admin backup FILE" />
        </div>
      </Panel>
    </>
  );
}
