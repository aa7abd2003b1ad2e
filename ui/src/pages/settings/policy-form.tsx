import { trapCalls } from "../../api/calls";
import type { PolicySaved, ReceiverPolicy } from "../../api/generated";
import { keys, queryClient } from "../../api/queries";
import { NumberField } from "../../components/forms/fields";
import { LinesField } from "../../components/forms/lines-field";
import { texts } from "../../texts";
import { EditForm } from "./edit-form";
import { useEdits } from "./edits";
import { LoadedPanel } from "./loaded-panel";
import classes from "./settings.module.css";

const words = texts.policy;

const numbers = [
  { name: "keep_rows", max: 2_147_483_647 },
  { name: "keep_days", max: 36_500 },
  { name: "keep_megabytes", max: 2_147_483_647 },
  { name: "rate_per_source", max: 1_000_000 },
  { name: "max_octets", max: 65_535 },
  { name: "max_varbinds", max: 65_535 },
  { name: "fold_window_s", max: 3600 },
] as const;

const fields = [...numbers.map(({ name }) => name), "allowed_networks"] as const;

/** How long notifications stay, and which the receiver takes. */
export function PolicyPanel() {
  return (
    <LoadedPanel title={words.title} queryKey={keys.trapPolicy} ask={trapCalls.policy}>
      {(saved) => <PolicyForm saved={saved} />}
    </LoadedPanel>
  );
}

function PolicyForm({ saved }: { saved: Required<ReceiverPolicy> }) {
  const edits = useEdits<Required<ReceiverPolicy>, PolicySaved>({
    tab: "notifications",
    saved,
    fields,
    save: trapCalls.savePolicy,
    onSaved: (reply) => {
      void queryClient.cancelQueries({ queryKey: keys.trapPolicy });
      queryClient.setQueryData(keys.trapPolicy, reply.policy);
    },
  });
  const { shown, change, errorOf } = edits;
  return (
    <EditForm id="policy-form" edits={edits} saved={edits.reply !== null}>
      {numbers.map(({ name, max }) => (
        <div key={name} className={classes.narrow}>
          <NumberField
            label={words.labels[name]}
            help={words.help[name]}
            min={0}
            max={max}
            value={shown[name]}
            error={errorOf(name)}
            onChange={(value) => (value === null ? undefined : change({ [name]: value }))}
          />
        </div>
      ))}
      <LinesField
        label={words.labels.allowed_networks}
        help={words.help.allowed_networks}
        lines={shown.allowed_networks}
        error={errorOf("allowed_networks")}
        onChange={(allowed_networks) => change({ allowed_networks })}
      />
    </EditForm>
  );
}
