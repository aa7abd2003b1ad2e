import type { Problem } from "../../../api/problem";
import { texts } from "../../../texts";
import { wrongPart } from "./completing";
import classes from "./search.module.css";

const words = texts.trapSearch;

/** The query with its wrong part marked, and what could stand there. */
export function WrongQuery({ id, query, problem }: { id?: string; query: string; problem: Problem }) {
  const { column, length, expected } = problem.place ?? { column: 0, length: 0, expected: [] };
  const [before, wrong, behind] = wrongPart(query, column, length);
  return (
    <div id={id} className={classes.wrong} role="alert">
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
