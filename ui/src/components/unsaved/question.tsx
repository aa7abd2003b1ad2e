import { Button } from "@mantine/core";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { Dialog } from "../dialog";
import { question } from "./edits";
import classes from "./question.module.css";

const words = texts.unsaved;

/** After this key or click: what lies under the question sees it as open still, and is not closed by the same key. */
const stay = () => setTimeout(() => question.set(null));

/** What was typed and is not saved is not left, and not lost, without an answer. */
export function UnsavedQuestion() {
  const asked = useStore(question, (state) => state);
  if (!asked) return null;
  const { edits, isLosing, goOn } = asked;
  const answer = (keeping: boolean) => {
    question.set(null);
    goOn(keeping);
  };
  return (
    <Dialog label={words.title} isTitled size_px={440} isOpen onClose={stay}>
      <div id="unsaved-question" className={classes.question}>
        <p>{isLosing ? words.lost : words.kept}</p>
        <ul>
          {[...new Set(edits.map(({ label }) => label))].map((label) => (
            <li key={label}>{label}</li>
          ))}
        </ul>
        <div className={classes.answers}>
          <Button variant="default" data-autofocus onClick={stay}>
            {words.stay}
          </Button>
          <Button variant={isLosing ? "filled" : "default"} color="red" onClick={() => answer(false)}>
            {words.discard}
          </Button>
          {isLosing ? null : <Button onClick={() => answer(true)}>{words.keep}</Button>}
        </div>
      </div>
    </Dialog>
  );
}
