import { NumberInput, SegmentedControl, TextInput, type TextInputProps } from "@mantine/core";
import { useId, useState } from "react";
import classes from "./fields.module.css";

interface NumberFieldProps {
  id?: string;
  label?: string;
  /** Where no label is seen. */
  ariaLabel?: string;
  value: number | null;
  onChange: (value: number | null) => void;
  min: number;
  max: number;
  decimals?: number;
  help?: string;
  error?: string | undefined;
  placeholder?: string;
}

/**
 * A number with bounds; an empty field is null, never zero. While one types, the field has what was typed: where a number is
 * needed it may be empty on the way to another, and has the one that counts again when it is left.
 */
export function NumberField({ value, onChange, decimals = 0, help, ariaLabel, ...rest }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | number | null>(null);
  return (
    <NumberInput
      {...rest}
      aria-label={ariaLabel}
      description={help}
      inputWrapperOrder={["label", "input", "error", "description"]}
      value={typed ?? value ?? ""}
      onChange={(next) => {
        setTyped(next);
        onChange(next === "" || next === "-" ? null : Number(next));
      }}
      // What lies outside the bounds was brought inside by now.
      onBlur={() => setTyped(null)}
      decimalScale={decimals}
      allowNegative={rest.min < 0}
      clampBehavior="blur"
      hideControls
      error={rest.error ?? null}
    />
  );
}

/** One line of text as it is written on a wire or a command line: no capitals, no corrections. */
export function WireField({ help, error, ...rest }: TextInputProps & { help?: string }) {
  return (
    <TextInput
      autoCapitalize="none"
      autoCorrect="off"
      autoComplete="off"
      spellCheck={false}
      classNames={{ input: classes.mono ?? "" }}
      description={help}
      inputWrapperOrder={["label", "input", "error", "description"]}
      error={error ?? null}
      {...rest}
    />
  );
}

interface ChoiceFieldProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string }[];
  help?: string;
}

/** One of a few, all of them visible. */
export function ChoiceField<Value extends string>({ label, value, onChange, options, help }: ChoiceFieldProps<Value>) {
  const labelId = useId();
  const helpId = useId();
  return (
    <div className={classes.choice}>
      <span id={labelId} className={classes.label}>
        {label}
      </span>
      <SegmentedControl
        aria-labelledby={labelId}
        aria-describedby={help ? helpId : undefined}
        value={value}
        onChange={onChange}
        data={[...options]}
        size="sm"
        fullWidth
        withItemsBorders={false}
        classNames={{ root: classes.segments ?? "" }}
      />
      {help ? (
        <span id={helpId} className={classes.help}>
          {help}
        </span>
      ) : null}
    </div>
  );
}
