import { Autocomplete, type AutocompleteProps } from "@mantine/core";
import classes from "./fields.module.css";

export interface Offered {
  value: string;
  /** What it is, or why it is offered. */
  note: string;
}

export interface OfferedFieldProps
  extends Pick<AutocompleteProps, "id" | "label" | "value" | "placeholder" | "disabled" | "aria-label"> {
  help?: string;
  error?: string | undefined;
  offered: readonly Offered[];
  onChange: (value: string) => void;
}

/** Free text in which known values are offered; a note is searched as well as the value. */
export function OfferedField({ offered, help, error, ...rest }: OfferedFieldProps) {
  const notes = new Map(offered.map((one) => [one.value, one.note]));
  return (
    <Autocomplete
      {...rest}
      description={help}
      inputWrapperOrder={["label", "input", "error", "description"]}
      error={error ?? null}
      data={[...notes.keys()]}
      maxDropdownHeight={240}
      comboboxProps={{ width: "max-content", position: "bottom-start" }}
      filter={({ options, search }) =>
        options.filter((option) => {
          const value = "value" in option ? option.value : "";
          const isExact = notes.has(search);
          return isExact || `${value} ${notes.get(value) ?? ""}`.toLowerCase().includes(search.trim().toLowerCase());
        })
      }
      renderOption={({ option }) => (
        <span className={classes.offered}>
          <span className={classes.mono}>{option.value}</span>
          <span className={classes.note}>{notes.get(option.value)}</span>
        </span>
      )}
      autoCapitalize="none"
      autoCorrect="off"
      autoComplete="off"
      spellCheck={false}
      classNames={{ input: classes.mono ?? "" }}
    />
  );
}
