import { Switch } from "@mantine/core";
import type { AppSettingsBody } from "../../api/generated";
import { LinesField } from "../../components/forms/lines-field";
import { texts } from "../../texts";
import { appSettings, useAppSettings } from "./app-settings";
import { EditForm } from "./edit-form";
import { LoadedPanel } from "./loaded-panel";

const words = texts.settings;

/** Where MIBs come from that others import and that are not here. */
export function SourcesPanel() {
  return (
    <LoadedPanel title={words.tabs.sources} {...appSettings}>
      {(saved) => <SourcesForm saved={saved} />}
    </LoadedPanel>
  );
}

function SourcesForm({ saved }: { saved: AppSettingsBody }) {
  const edits = useAppSettings("sources", saved, ["mib_remote_sources"]);
  const { shown, change, errorOf } = edits;
  return (
    <EditForm id="sources-form" edits={edits} saved={edits.reply !== null}>
      <LinesField
        label={words.mibSources}
        help={words.mibSourcesHelp}
        lines={shown.mib_remote_sources}
        error={errorOf("mib_remote_sources")}
        onChange={(mib_remote_sources) => change({ mib_remote_sources })}
      />
      <Switch
        size="sm"
        label={words.mibFetch}
        description={words.mibFetchHelp}
        checked={shown.mib_auto_fetch}
        onChange={(event) => change({ mib_auto_fetch: event.currentTarget.checked })}
      />
    </EditForm>
  );
}
