import type { ReactNode } from "react";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import type { Found } from "./found";
import { SavedSearches } from "./saved-searches";
import classes from "./search.module.css";
import { SearchField } from "./search-field";
import { WrongQuery } from "./wrong-query";

const words = texts.trapSearch;

interface SearchBarProps {
  listId: string;
  typed: string;
  found: Found;
  /** Said while nothing is searched. */
  countLabel: string;
  onType: (typed: string) => void;
  children: ReactNode;
}

/** Above the list: what is searched, how much that is and how much it hides, and what can be done. */
export function SearchBar({ listId, typed, found, countLabel, onType, children }: SearchBarProps) {
  const { problem } = found;
  const isWrong = problem?.place !== undefined && problem.place !== null;
  return (
    <div className={classes.bar}>
      <div className={classes.search}>
        <SearchField id="trap-search" listId={listId} value={typed} isWrong={isWrong} onChange={onType} />
      </div>
      <SavedSearches query={typed} onChoose={onType} />
      <span id="trap-count" className={classes.count} role="status">
        {found.query === "" ? countLabel : foundLabel(found)}
      </span>
      <div className={classes.actions}>{children}</div>
      {problem && isWrong ? <WrongQuery id="trap-search-wrong" query={found.query} problem={problem} /> : null}
    </div>
  );
}

export function foundLabel({ matching, total, hidden, isLoading, problem }: Found): string {
  if (problem) return "";
  if (!matching) return isLoading ? words.searching : "";
  const count = formatCount(matching.count);
  const shown = matching.is_estimate ? words.about(count) : words.exactly(count);
  // Of an estimate only those that came since are known not to fit.
  const others = hidden + (matching.is_estimate ? 0 : total - matching.count);
  const parts = others > 0 ? [shown, words.hides(formatCount(others))] : [shown];
  return parts.join(", ");
}
