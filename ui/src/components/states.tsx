import { Button, Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { Problem } from "../api/problem";
import { language } from "../language";
import { texts } from "../texts";
import { Icon, type IconName } from "./icon";
import classes from "./states.module.css";

/** What a place is for and the next step, where there is nothing yet. */
export function EmptyState({ title, help, children }: { title: string; help?: string; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p className={classes.title}>{title}</p>
      {help ? <p className={classes.help}>{help}</p> : null}
      {children}
    </div>
  );
}

export function LoadingState({ label = texts.words.loading }: { label?: string }) {
  return (
    <div className={classes.empty} role="status">
      <Loader size="sm" color="gray" />
      <p className={classes.help}>{label}</p>
    </div>
  );
}

const noticeIcons = { error: "alert", warning: "alert", info: "info", success: "check" } as const satisfies Record<
  string,
  IconName
>;

interface NoticeProps {
  kind: keyof typeof noticeIcons;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** A message that stays where it belongs: what happened, where, what to do. */
export function Notice({ kind, title, children, action }: NoticeProps) {
  return (
    <div className={classes.notice} data-kind={kind} role={kind === "error" ? "alert" : "status"}>
      <Icon name={noticeIcons[kind]} />
      <div className={classes.noticeBody}>
        <p className={classes.noticeTitle}>{title}</p>
        {children}
      </div>
      {action}
    </div>
  );
}

/** What went wrong. The server speaks English: in another language, what it means stands before its sentence. */
export function ProblemText({ problem }: { problem: Problem }) {
  const isOurs = problem.status === 0;
  if (language === "en" || isOurs || problem.message === problem.title) return <p>{problem.message}</p>;
  return (
    <>
      <p>{problem.title}</p>
      <p lang="en">{problem.message}</p>
    </>
  );
}

/** A message across a list, between its bar and its rows. */
export function Strip({ children }: { children: ReactNode }) {
  return <div className={classes.strip}>{children}</div>;
}

interface ProblemNoticeProps {
  title: string;
  cause: unknown;
  hint?: string | undefined;
  onRetry?: () => void;
}

/** A failed request in the server's words, with a hint and a way to try again. */
export function ProblemNotice({ title, cause, hint, onRetry }: ProblemNoticeProps) {
  const problem = Problem.from(cause);
  const retry = onRetry ? (
    <Button variant="default" size="compact-sm" onClick={onRetry}>
      {texts.words.retry}
    </Button>
  ) : null;
  return (
    <Notice kind="error" title={title} action={retry}>
      <ProblemText problem={problem} />
      {hint ? <p className={classes.help}>{hint}</p> : null}
    </Notice>
  );
}
