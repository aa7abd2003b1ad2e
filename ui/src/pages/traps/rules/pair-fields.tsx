import { Checkbox } from "@mantine/core";
import { WireField } from "../../../components/forms/fields";
import { texts } from "../../../texts";
import type { RuleDraft } from "./draft";
import type { ErrorOf } from "./editor";
import { QueryField } from "./query-field";
import classes from "./rules.module.css";

const words = texts.rules;

interface PairFieldsProps {
  draft: RuleDraft;
  errorOf: ErrorOf;
  onChange: (part: Partial<RuleDraft>) => void;
}

/** What ends what the rule fits. */
export function PairFields({ draft, errorOf, onChange }: PairFieldsProps) {
  return (
    <>
      <Checkbox
        id="rule-pair"
        label={words.pair}
        description={words.pairHelp}
        checked={draft.isPair}
        onChange={(event) => onChange({ isPair: event.currentTarget.checked })}
      />
      {draft.isPair ? (
        <div className={classes.inner}>
          <QueryField
            id="rule-cleared-by"
            label={words.clearedBy}
            value={draft.clearedBy}
            problem={errorOf("cleared_by")}
            onChange={(clearedBy) => onChange({ clearedBy })}
          />
          <WireField
            id="rule-same"
            label={words.same}
            help={words.sameHelp}
            value={draft.same}
            error={errorOf("same")?.about("same")}
            onChange={(event) => onChange({ same: event.currentTarget.value })}
          />
        </div>
      ) : null}
    </>
  );
}
