import type { ReactNode } from "react";
import type { Problem } from "../../../api/problem";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import { wrongPart } from "./completing";
import type { Found } from "./found";
import { SavedSearches } from "./saved-searches";
import classes from "./search.module.css";
import { SearchField } from "./search-field";

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
      <SearchField listId={listId} value={typed} isWrong={isWrong} onChange={onType} />
      <SavedSearches query={typed} onChoose={onType} />
      <span id="trap-count" className={classes.count} role="status">
        {found.query === "" ? countLabel : foundLabel(found)}
      </span>
      <div className={classes.actions}>{children}</div>
      {problem && isWrong ? <Wrong query={found.query} problem={problem} /> : null}
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

/** The query with its wrong part marked, and what could stand there. */
function Wrong({ query, problem }: { query: string; problem: Problem }) {
  const { column, length, expected } = problem.place ?? { column: 0, length: 0, expected: [] };
  const [before, wrong, behind] = wrongPart(query, column, length);
  return (
    <div id="trap-search-wrong" className={classes.wrong} role="alert">
      <p className="mono">
        {before}
        <mark>{wrong}</mark>
        {behind}
      </p>
      <p>
        {problem.message}
        {expected.length > 0 ? ` ${words.expected(expected.slice(0, 8).join(", "))}` : null}
      </p>
    </div>
  );
}
