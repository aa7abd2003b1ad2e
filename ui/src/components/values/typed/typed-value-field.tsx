import { NativeSelect } from "@mantine/core";
import { WireField } from "../../forms/fields";
import { kindOf, type ValueFacts } from "./facts";
import { labelOptions } from "./labels";
import { exampleOf } from "./texts";
import classes from "./typed.module.css";
import { ValuePicker } from "./value-picker";

export interface TypedValueFieldProps {
  id?: string;
  label?: string;
  /** Where no label is seen. */
  ariaLabel?: string;
  /** What is known of the object; null where no MIB knows it, and the value is typed as it is. */
  facts: ValueFacts | null;
  text: string;
  error?: string | undefined;
  isDisabled?: boolean;
  onText: (text: string) => void;
}

/** One value of a form, typed as its type wants it: chosen by label, ticked, picked from a calendar, or written. */
export function TypedValueField({ facts, text, error, ariaLabel, isDisabled, onText, ...rest }: TypedValueFieldProps) {
  const shared = {
    ...rest,
    "aria-label": ariaLabel,
    value: text,
    disabled: isDisabled ?? false,
    onChange: (event: { currentTarget: { value: string } }) => onText(event.currentTarget.value),
  };
  if (!facts) return <WireField {...shared} error={error} />;
  return (
    <div className={classes.field}>
      {kindOf(facts) === "enumeration" ? (
        <NativeSelect {...shared} data={labelOptions(facts, text)} error={error ?? null} />
      ) : (
        <WireField {...shared} error={error} placeholder={exampleOf(facts)} />
      )}
      <ValuePicker facts={facts} text={text} isBusy={isDisabled ?? false} onText={onText} />
    </div>
  );
}
