import { Switch } from "@mantine/core";
import type { AppSettingsBody } from "../../api/generated";
import { ChoiceField, NumberField } from "../../components/forms/fields";
import { texts } from "../../texts";
import { appSettings, useAppSettings } from "./app-settings";
import { EditForm } from "./edit-form";
import { LoadedPanel } from "./loaded-panel";
import classes from "./settings.module.css";

const words = texts.settings;

const switches = [
  { name: "auto_start_simulator", label: words.autoSimulator },
  { name: "auto_start_trap_receiver", label: words.autoReceiver },
] as const;

const keptLimits = [
  { name: "kept_walks_count", label: words.keptWalksCount, max: 100_000 },
  { name: "kept_walks_days", label: words.keptWalksDays, max: 36_500 },
  { name: "kept_walks_megabytes", label: words.keptWalksMegabytes, max: 1_000_000 },
] as const;

/** Fields under which the server's word about them is said. */
const fields = ["session_timeout", ...keptLimits.map(({ name }) => name)] as const;

const keeping = (["memory", "restart"] as const).map((value) => ({ value, label: words.keepValuesChoices[value] }));

export function BehaviourPanel() {
  return (
    <LoadedPanel title={words.tabs.behaviour} {...appSettings}>
      {(saved) => <BehaviourForm saved={saved} />}
    </LoadedPanel>
  );
}

function BehaviourForm({ saved }: { saved: AppSettingsBody }) {
  const edits = useAppSettings("behaviour", saved, fields);
  const { shown, change, errorOf } = edits;
  return (
    <EditForm id="settings-form" edits={edits} saved={edits.reply !== null}>
      {switches.map(({ name, label }) => (
        <Switch
          key={name}
          size="sm"
          label={label}
          checked={shown[name]}
          onChange={(event) => change({ [name]: event.currentTarget.checked })}
        />
      ))}
      <div id="settings-keep-values" className={classes.narrow}>
        <ChoiceField
          label={words.keepValues}
          help={words.keepValuesHelp[shown.keep_set_values]}
          options={keeping}
          value={shown.keep_set_values}
          onChange={(keep_set_values) => change({ keep_set_values })}
        />
      </div>
      <div className={classes.narrow}>
        <NumberField
          label={words.sessionTimeout}
          help={words.sessionTimeoutHelp}
          min={60}
          max={86_400}
          value={shown.session_timeout}
          error={errorOf("session_timeout")}
          onChange={(value) => (value === null ? undefined : change({ session_timeout: value }))}
        />
      </div>
      <fieldset className={classes.limits}>
        <legend className={classes.legend}>{words.keptWalks}</legend>
        {keptLimits.map(({ name, label, max }) => (
          <NumberField
            key={name}
            label={label}
            min={1}
            max={max}
            value={shown[name]}
            error={errorOf(name)}
            onChange={(value) => (value === null ? undefined : change({ [name]: value }))}
          />
        ))}
      </fieldset>
    </EditForm>
  );
}
