import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sessionCalls } from "../../api/calls";
import { Problem } from "../../api/problem";
import { nameSession } from "../../api/session";
import { Notice, ProblemNotice } from "../../components/states";
import { texts } from "../../texts";
import classes from "./settings.module.css";

const words = texts.settings;
const fields = ["username", "current_password", "password"] as const;
const SHORTEST_PASSWORD = 8;
const empty = { current_password: "", password: "", again: "" };

type Typed = typeof empty & { username: string };
type Errors = Partial<Record<keyof Typed, string>>;

function check(typed: Typed): Errors {
  const errors: Errors = {};
  if (typed.current_password === "") errors.current_password = words.currentMissing;
  if (typed.username.trim() === "") errors.username = words.userMissing;
  if (typed.password.length < SHORTEST_PASSWORD) errors.password = words.passwordShort;
  else if (typed.password !== typed.again) errors.again = words.passwordsDiffer;
  return errors;
}

/** Passwords stay in this form alone: no draft, no store. */
export function AccountForm({ username }: { username: string }) {
  const [typed, setTyped] = useState<Typed>({ ...empty, username });
  const [errors, setErrors] = useState<Errors>({});
  const saving = useMutation({
    mutationFn: ({ again: _again, ...body }: Typed) =>
      sessionCalls.changeLogin({ ...body, username: body.username.trim() }),
    onSuccess: (_reply, sent) => {
      nameSession(sent.username.trim());
      setTyped({ ...empty, username: sent.username.trim() });
    },
  });
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const change = (part: Partial<Typed>) => {
    setTyped((before) => ({ ...before, ...part }));
    setErrors({});
    if (!saving.isPending) saving.reset();
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const found = check(typed);
    setErrors(found);
    if (Object.keys(found).length === 0) saving.mutate(typed);
  };
  const errorOf = (field: keyof Typed) => errors[field] ?? refused?.about(field) ?? null;

  return (
    <form id="account-form" className={classes.form} onSubmit={handleSubmit} noValidate>
      <p className={classes.quiet}>{words.accountHelp}</p>
      <div className={classes.pair}>
        <TextInput
          label={words.user}
          autoComplete="username"
          value={typed.username}
          error={errorOf("username")}
          onChange={(event) => change({ username: event.currentTarget.value })}
        />
        <PasswordInput
          label={words.currentPassword}
          autoComplete="current-password"
          value={typed.current_password}
          error={errorOf("current_password")}
          onChange={(event) => change({ current_password: event.currentTarget.value })}
        />
        <PasswordInput
          label={words.password}
          description={words.passwordHelp}
          inputWrapperOrder={["label", "input", "error", "description"]}
          autoComplete="new-password"
          value={typed.password}
          error={errorOf("password")}
          onChange={(event) => change({ password: event.currentTarget.value })}
        />
        <PasswordInput
          label={words.passwordAgain}
          autoComplete="new-password"
          value={typed.again}
          error={errorOf("again")}
          onChange={(event) => change({ again: event.currentTarget.value })}
        />
      </div>
      {refused && !fields.some((field) => refused.about(field)) ? (
        <ProblemNotice title={words.accountFailed} cause={refused} />
      ) : null}
      {saving.isSuccess ? <Notice kind="success" title={words.accountSaved} /> : null}
      <div>
        <Button type="submit" loading={saving.isPending}>
          {words.saveAccount}
        </Button>
      </div>
    </form>
  );
}
