import { Input } from "@mantine/core";
import type { Problem } from "../../../api/problem";
import { texts } from "../../../texts";
import { SavedSearches } from "../search/saved-searches";
import { SearchField } from "../search/search-field";
import { WrongQuery } from "../search/wrong-query";
import classes from "./rules.module.css";

const words = texts.rules;

interface QueryFieldProps {
  id: string;
  label: string;
  value: string;
  problem: Problem | null;
  /** Saved searches are offered, and this one can be saved. */
  hasSaved?: boolean;
  onChange: (query: string) => void;
}

/** A query in a form, with its wrong part below. */
export function QueryField({ id, label, value, problem, hasSaved, onChange }: QueryFieldProps) {
  return (
    <div className={classes.field}>
      <Input.Label htmlFor={id}>{label}</Input.Label>
      <div className={classes.queryLine}>
        <div className={classes.grows}>
          <SearchField
            id={id}
            label={label}
            hint={words.queryHint}
            value={value}
            isWrong={problem !== null}
            onChange={onChange}
          />
        </div>
        {hasSaved ? <SavedSearches query={value} onChoose={onChange} /> : null}
      </div>
      {problem?.place ? (
        <WrongQuery id={`${id}-wrong`} query={value.trim()} problem={problem} />
      ) : problem ? (
        <Input.Error>{problem.message}</Input.Error>
      ) : null}
    </div>
  );
}
