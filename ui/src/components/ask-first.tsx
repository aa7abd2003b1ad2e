import { Button, Popover } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { texts } from "../texts";
import classes from "./ask-first.module.css";
import { ProblemNotice } from "./states";

interface AskFirstProps<Outcome> {
  /** What opens the question. */
  target: (toggle: () => void) => ReactNode;
  question: string;
  confirm: string;
  failed: string;
  act: () => Promise<Outcome>;
  onDone: (outcome: Outcome) => void;
  /** What is said when it is done: that something is gone is seen only by who knows that it was there. */
  done?: string;
  /** Brings back what was taken away. */
  undo?: () => Promise<unknown>;
  position?: "bottom-end" | "bottom-start" | "top-start";
  /** What the act needs to know besides. */
  children?: ReactNode;
}

/** A question in place before something that nothing brings back. */
export function AskFirst<Outcome>(props: AskFirstProps<Outcome>) {
  const { target, question, confirm, failed, act, onDone, done, undo, position = "bottom-end", children } = props;
  const [isOpen, setOpen] = useState(false);
  const acting = useMutation({
    meta: { failed, done, undo },
    mutationFn: act,
    onSuccess: (outcome) => {
      setOpen(false);
      onDone(outcome);
    },
  });
  const toggle = () => {
    acting.reset();
    setOpen(!isOpen);
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    acting.mutate();
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position={position} offset={4} width={320} trapFocus returnFocus>
      <Popover.Target>{target(toggle)}</Popover.Target>
      <Popover.Dropdown>
        <form className={classes.question} onSubmit={handleSubmit} noValidate>
          <p>{question}</p>
          {children}
          {acting.isError ? <ProblemNotice title={failed} cause={acting.error} /> : null}
          <div className={classes.answers}>
            <Button variant="default" size="compact-md" onClick={() => setOpen(false)}>
              {texts.words.cancel}
            </Button>
            <Button type="submit" color="red" size="compact-md" loading={acting.isPending}>
              {confirm}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
