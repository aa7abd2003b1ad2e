import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { Role } from "../api/generated";
import { texts } from "../texts";
import { ActButton } from "./act-button";
import classes from "./dialog.module.css";

interface DialogAnswersProps {
  /** Of the button that does what the dialog is for. */
  id: string;
  act: string;
  isBusy: boolean;
  onCancel: () => void;
  /** Who may do it. */
  least?: Role;
  /** What the button does where it is not to submit the form around it. */
  onAct?: () => void;
  /** Nothing brings back what it takes away: whoever only presses Enter has not agreed. */
  isRemoval?: boolean;
  cancel?: string;
  /** Other ways out, between the two. */
  children?: ReactNode;
}

/** How a dialog ends: it is left as it was, or does what it is for. */
export function DialogAnswers(props: DialogAnswersProps) {
  const { id, act, isBusy, onCancel, least, onAct, isRemoval, cancel = texts.words.cancel, children } = props;
  return (
    <div className={classes.answers}>
      <Button variant="default" data-autofocus={isRemoval || undefined} onClick={onCancel}>
        {cancel}
      </Button>
      {children}
      <ActButton
        id={id}
        type={onAct ? "button" : "submit"}
        {...(least ? { least } : {})}
        {...(isRemoval ? { color: "red" } : {})}
        loading={isBusy}
        onClick={onAct}
      >
        {act}
      </ActButton>
    </div>
  );
}
