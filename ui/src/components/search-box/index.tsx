import { UnstyledButton } from "@mantine/core";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { texts } from "../../texts";
import { Icon } from "../icon";
import classes from "./search-box.module.css";

interface SearchBoxProps extends Omit<ComponentPropsWithRef<"input">, "value" | "onChange"> {
  value: string;
  /** Where the caret is behind what was typed. */
  onType: (value: string, at: number) => void;
  onClear: () => void;
  clearLabel?: string;
  isWrong?: boolean;
  /** What hangs below it. */
  children?: ReactNode;
}

/** One line in which something is searched, with the way to empty it. */
export function SearchBox(props: SearchBoxProps) {
  const { value, onType, onClear, clearLabel = texts.table.clearFilter, isWrong, children, ...input } = props;
  return (
    <search className={classes.box} data-wrong={isWrong || undefined}>
      <Icon name="search" size={14} />
      <input
        {...input}
        className={classes.input}
        type="text"
        value={value}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
        aria-invalid={isWrong}
        onChange={({ currentTarget: { value: typed, selectionStart } }) =>
          onType(typed, selectionStart ?? typed.length)
        }
      />
      {value === "" ? null : (
        <UnstyledButton className={classes.clear} aria-label={clearLabel} onClick={onClear}>
          <Icon name="close" size={14} />
        </UnstyledButton>
      )}
      {children}
    </search>
  );
}
