import { Fold } from "../../components/forms/fold";
import { texts } from "../../texts";
import classes from "./simulator.module.css";

/** What had to be repaired in recordings, and what is wrong with their folder. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <div className={classes.warnings}>
      <Fold title={texts.simulator.warnings(warnings.length)}>
        <ul className={classes.warningList}>
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </Fold>
    </div>
  );
}
