import { useDraft } from "../../components/forms/draft";
import { WalkForm } from "./form";
import { emptyDraft } from "./request";
import { WalkResult } from "./result";
import classes from "./walker.module.css";

/** Asking a device, with the answer beside the question. */
export default function Walker() {
  const [draft, change] = useDraft("walk", emptyDraft);
  return (
    <div className={classes.page}>
      <div className={classes.side}>
        <WalkForm draft={draft} onChange={change} />
      </div>
      <WalkResult draft={draft} />
    </div>
  );
}
