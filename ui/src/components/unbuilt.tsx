import { texts } from "../texts";
import classes from "./unbuilt.module.css";

/** Says in plain words what a page will hold and what that means until then. */
export function Unbuilt({ page }: { page: keyof typeof texts.unbuilt }) {
  const { title, points, until } = texts.unbuilt[page];
  return (
    <section className={classes.unbuilt}>
      <h2>{title}</h2>
      <ul>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <p>{until}</p>
    </section>
  );
}
