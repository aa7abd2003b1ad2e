import { Drops } from "../../../components/drops";
import classes from "../traps.module.css";
import { ReceiverEngine } from "./engine";
import { Retention } from "./retention";
import { Sources } from "./sources";

/** How the receiver does: who sends, what is kept, what was dropped and why. */
export function ReceiverFacts() {
  return (
    <div className={classes.drops}>
      <Sources />
      <Retention />
      <ReceiverEngine />
      <Drops area="traps" />
    </div>
  );
}
