import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { ProblemNotice } from "../states";
import { ToolButton } from "../tool-button";
import { failure } from "./failure";
import classes from "./lost-bar.module.css";

export function FailureBar() {
  const shown = useStore(failure, (state) => state);
  if (!shown) return null;
  return (
    <div className={classes.failure}>
      <ProblemNotice title={shown.title} cause={shown.cause} />
      <ToolButton icon="close" label={texts.words.close} isBare onClick={() => failure.set(null)} />
    </div>
  );
}
