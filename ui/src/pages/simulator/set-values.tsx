import { simulatorCalls } from "../../api/calls";
import { keys, queryClient } from "../../api/queries";
import { ActButton } from "../../components/act-button";
import { AskFirst } from "../../components/ask-first";
import { formatCount } from "../../components/values/format";
import { texts } from "../../texts";
import classes from "./simulator.module.css";

const words = texts.simulator;

/** How many values are not the recordings' any more because a manager set them, and the way back. */
export function SetValues({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <div id="sim-set-values" className={classes.setValues}>
      <span>{words.setValues(formatCount(count), count === 1)}</span>
      <AskFirst
        position="bottom-start"
        target={(toggle) => (
          <ActButton variant="default" size="compact-sm" onClick={toggle}>
            {words.forget}
          </ActButton>
        )}
        question={words.forgetQuestion}
        confirm={words.forget}
        failed={words.forgetFailed}
        act={simulatorCalls.forgetValues}
        onDone={() => void queryClient.invalidateQueries({ queryKey: keys.simulator })}
      />
    </div>
  );
}
