import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";
import type { Proposal } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { markCalls } from "../../../api/trap-sending";
import { useHotkey } from "../../../components/keyboard";
import { SearchBox } from "../../../components/search-box";
import { texts } from "../../../texts";
import { completed } from "./completing";
import classes from "./search.module.css";

const words = texts.trapSearch;
const PAUSE_MS = 120;
const SHOWN = 8;

interface SearchFieldProps {
  id: string;
  label?: string;
  hint?: string;
  /** The list below, which `/` leads from and ↓ and Enter lead to where nothing is proposed. */
  listId?: string;
  value: string;
  isWrong: boolean;
  onChange: (value: string) => void;
}

/** A query of the search language; what could stand at the cursor is proposed while one types. */
export function SearchField(props: SearchFieldProps) {
  const { id, label = words.label, hint = words.hint, listId, value, isWrong, onChange } = props;
  const input = useRef<HTMLInputElement>(null);
  const proposalsId = useId();
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const nextAt = useRef<number | null>(null);
  const [typed] = useDebouncedValue(`${at} ${value}`, PAUSE_MS);
  const place = Number(typed.slice(0, typed.indexOf(" ")));
  const query = typed.slice(typed.indexOf(" ") + 1);
  const asked = useQuery({
    queryKey: keys.trapCompletion(query, place),
    queryFn: ({ signal }) => markCalls.complete(query, place, signal),
    enabled: isOpen,
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
  const proposals = isOpen && query === value ? (asked.data?.proposals ?? []).slice(0, SHOWN) : [];
  const begin = () => {
    input.current?.focus();
    input.current?.select();
  };
  useHotkey("/", listId ? begin : null);
  useLayoutEffect(() => {
    if (nextAt.current === null) return;
    input.current?.setSelectionRange(nextAt.current, nextAt.current);
    nextAt.current = null;
  });
  const take = (proposal: Proposal) => {
    if (!asked.data) return;
    const next = completed(value, asked.data, proposal.text);
    nextAt.current = next.at;
    setAt(next.at);
    setChosen(-1);
    setOpen(!next.query.slice(0, next.at).endsWith(" "));
    onChange(next.query);
    input.current?.focus();
  };
  const leave = () => {
    setOpen(false);
    if (listId) document.getElementById(listId)?.focus();
  };
  const handleKey = (event: KeyboardEvent) => {
    const act = actOf(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  };
  const actOf = (key: string): (() => void) | undefined => {
    const proposal = proposals[chosen];
    if (key === "Escape") return isOpen && proposals.length > 0 ? () => setOpen(false) : () => clear();
    if (key === "Enter") return proposal ? () => take(proposal) : leave;
    if (key === "Tab") return proposal ? () => take(proposal) : undefined;
    if (key === "ArrowDown" && proposals.length === 0) return leave;
    if (key === "ArrowDown") return () => setChosen((chosen + 1) % proposals.length);
    if (key === "ArrowUp" && proposals.length > 0)
      return () =>
        setChosen((chosen + proposals.length) % (proposals.length + 1) === proposals.length ? -1 : chosen - 1);
    return undefined;
  };
  const clear = () => (value === "" ? input.current?.blur() : onChange(""));
  return (
    <SearchBox
      id={id}
      ref={input}
      role="combobox"
      aria-label={label}
      aria-expanded={proposals.length > 0}
      aria-controls={proposalsId}
      aria-activedescendant={chosen >= 0 ? `${proposalsId}-${chosen}` : undefined}
      placeholder={hint}
      value={value}
      isWrong={isWrong}
      onType={(typed, caret) => {
        setAt(caret);
        setChosen(-1);
        setOpen(true);
        onChange(typed);
      }}
      onClear={() => onChange("")}
      onSelect={(event) => setAt(event.currentTarget.selectionStart ?? 0)}
      onBlur={() => setOpen(false)}
      onKeyDown={handleKey}
    >
      {proposals.length > 0 ? (
        <div id={proposalsId} className={classes.proposals} role="listbox" aria-label={words.proposals}>
          {proposals.map((proposal, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and handles the keys.
            // biome-ignore lint/a11y/useFocusableInteractive: the field names the active one.
            <div
              key={proposal.text}
              id={`${proposalsId}-${index}`}
              className={classes.proposal}
              role="option"
              aria-selected={index === chosen}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(proposal)}
            >
              <span className="mono">{proposal.text}</span>
              <span className={classes.meaning}>{proposal.meaning}</span>
            </div>
          ))}
        </div>
      ) : null}
    </SearchBox>
  );
}
