import { Textarea } from "@mantine/core";
import classes from "./fields.module.css";

interface LinesFieldProps {
  label: string;
  help: string;
  lines: readonly string[];
  error?: string | undefined;
  onChange: (lines: string[]) => void;
}

/** Several texts, one a line. */
export function LinesField({ label, help, lines, error, onChange }: LinesFieldProps) {
  return (
    <Textarea
      label={label}
      description={help}
      inputWrapperOrder={["label", "input", "error", "description"]}
      classNames={{ input: classes.mono ?? "" }}
      autosize
      minRows={2}
      spellCheck={false}
      value={lines.join("\n")}
      error={error ?? null}
      onChange={(event) => onChange(event.currentTarget.value.split("\n"))}
    />
  );
}
