import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { texts } from "../../texts";
import { useHotkey } from "../keyboard";
import { SearchBox } from "../search-box";
import { formatCount } from "../values/format";
import classes from "./filter-bar.module.css";

export interface FilterBarProps {
  /** The list below, which Enter and ↓ lead to. */
  listId: string;
  value: string;
  onChange: (value: string) => void;
  /** Rows that the filter lets through, of all that are here; absent where the server searches. */
  shown?: number;
  total?: number;
  /** Said about the count while nothing is filtered here. */
  countLabel: string;
  /** What is searched. */
  hint?: string;
  children?: ReactNode;
}

/** Above every list: what is searched, how much is seen and hidden, and what can be done with it. */
export function FilterBar(props: FilterBarProps) {
  const { listId, value, onChange, shown, total, countLabel, hint = texts.table.filterHint, children } = props;
  const input = useRef<HTMLInputElement>(null);
  useHotkey("/", () => {
    input.current?.focus();
    input.current?.select();
  });
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      document.getElementById(listId)?.focus();
    }
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (value === "") input.current?.blur();
    else onChange("");
  };
  const isFiltered = value.trim() !== "" && shown !== undefined && total !== undefined;
  return (
    <div className={classes.bar}>
      <div className={classes.search}>
        <SearchBox
          ref={input}
          value={value}
          placeholder={hint}
          aria-label={texts.table.filter}
          onType={onChange}
          onClear={() => onChange("")}
          onKeyDown={handleKey}
        />
      </div>
      <span className={classes.count} role="status">
        {isFiltered ? texts.table.hidden(formatCount(shown), formatCount(total - shown)) : countLabel}
      </span>
      <div className={classes.actions}>{children}</div>
    </div>
  );
}
