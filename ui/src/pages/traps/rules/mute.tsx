import { Button, TextInput } from "@mantine/core";
import { texts } from "../../../texts";
import { minuteOf } from "./draft";
import classes from "./rules.module.css";

const words = texts.rules;
const spans_s = { hour: 3_600, shift: 8 * 3_600, day: 86_400, week: 7 * 86_400 } as const;

interface MuteProps {
  until: string;
  error: string | undefined;
  onChange: (until: string) => void;
}

/** Silence that ends by itself. */
export function Mute({ until, error, onChange }: MuteProps) {
  return (
    <div className={classes.mute}>
      <TextInput
        id="rule-mute"
        type="datetime-local"
        label={words.mute}
        description={words.muteHelp}
        inputWrapperOrder={["label", "input", "error", "description"]}
        value={until}
        error={error}
        className={classes.grows ?? ""}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className={classes.spans}>
        {(Object.keys(spans_s) as (keyof typeof spans_s)[]).map((span) => (
          <Button
            key={span}
            variant="default"
            size="compact-sm"
            onClick={() => onChange(minuteOf(Date.now() / 1000 + spans_s[span]))}
          >
            {words.muteFor[span]}
          </Button>
        ))}
        {until === "" ? null : (
          <Button variant="default" size="compact-sm" onClick={() => onChange("")}>
            {words.unmute}
          </Button>
        )}
      </div>
    </div>
  );
}
