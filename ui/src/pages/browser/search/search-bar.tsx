import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { browseCalls } from "../../../api/calls";
import { keys } from "../../../api/queries";
import { useDelayed } from "../../../components/forms/delayed";
import { OfferedField } from "../../../components/forms/offered-field";
import { useHotkey } from "../../../components/keyboard";
import { SearchBox } from "../../../components/search-box";
import type { Go } from "../../../hash-location";
import { texts } from "../../../texts";
import { kinds } from "../kinds";
import type { Place } from "../place";
import { TREE_ID } from "../tree/tree";
import { HITS_ID } from "./hits";
import classes from "./search.module.css";

const words = texts.browser;
const PAUSE_MS = 150;

/** What is searched for, and in what; all of it stands in the address. */
export function SearchBar({ place, go, children }: { place: Place; go: Go<Place>; children?: ReactNode }) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useDelayed(place.query, PAUSE_MS, (query) =>
    go({ query }, { replace: place.query !== "" }),
  );
  useHotkey("/", () => {
    input.current?.focus();
    input.current?.select();
  });
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      document.getElementById(place.query === "" ? TREE_ID : HITS_ID)?.focus();
    }
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (typed === "") input.current?.blur();
    else setTyped("", true);
  };
  return (
    <div className={classes.bar}>
      <SearchBox
        ref={input}
        id="mib-search"
        value={typed}
        placeholder={words.searchHint}
        aria-label={words.search}
        maxLength={256}
        clearLabel={words.clearSearch}
        onType={(next) => setTyped(next)}
        onClear={() => setTyped("", true)}
        onKeyDown={handleKey}
      />
      <div className={classes.filters}>
        <ModuleFilter value={place.module} onChange={(module) => go({ module }, { replace: true })} />
        <Select
          id="mib-kind"
          className={classes.filter ?? ""}
          aria-label={words.kind}
          placeholder={words.anyKind}
          value={place.kind === "" ? null : place.kind}
          data={kinds.map((kind) => ({ value: kind, label: words.kinds[kind] ?? kind }))}
          onChange={(kind) => go({ kind: kind ?? "" }, { replace: true })}
          clearable
          clearButtonProps={{ "aria-label": words.anyKind }}
          size="xs"
        />
        {children}
      </div>
    </div>
  );
}

/** Known modules are offered as soon as somebody types one. */
function ModuleFilter({ value, onChange }: { value: string; onChange: (module: string) => void }) {
  const [typed, setTyped] = useDelayed(value, PAUSE_MS, onChange);
  const found = useQuery({ queryKey: keys.modules, queryFn: browseCalls.modules, enabled: typed.trim() !== "" });
  const wanted = typed.trim().toLowerCase();
  const offered = (found.data?.modules ?? []).filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, 50);
  return (
    <div className={classes.filter}>
      <OfferedField
        id="mib-module"
        aria-label={words.module}
        placeholder={words.anyModule}
        value={typed}
        offered={offered.map(({ name, objects }) => ({ value: name, note: words.objects(objects) }))}
        onChange={(module) => setTyped(module)}
      />
    </div>
  );
}
