import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { sessionCalls } from "../../api/calls";
import { Problem } from "../../api/problem";
import { keys, queryClient } from "../../api/queries";
import { nameSession } from "../../api/session";
import { Notice, ProblemNotice } from "../../components/states";
import { useUnsaved } from "../../components/unsaved/use-unsaved";
import { texts } from "../../texts";
import { SHORTEST_PASSWORD } from "./passwords";
import classes from "./settings.module.css";

const words = texts.settings;
const fields = ["username", "current_password", "password"] as const;
const empty = { current_password: "", password: "", again: "" };

type Typed = typeof empty & { username: string };
type Errors = Partial<Record<keyof Typed, string>>;

function check(typed: Typed): Errors {
  const errors: Errors = {};
  if (typed.current_password === "") errors.current_password = words.currentMissing;
  if (typed.username.trim() === "") errors.username = words.userMissing;
  if (typed.password.length < SHORTEST_PASSWORD) errors.password = words.passwordShort;
  if (typed.password !== typed.again) errors.again = words.passwordsDiffer;
  return errors;
}

/** Passwords stay in this form alone: no draft, no store. A field is judged once it was left, and then as it is typed. */
export function AccountForm({ username }: { username: string }) {
  const [typed, setTyped] = useState<Typed>({ ...empty, username });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const saving = useMutation({
    meta: { failed: words.accountFailed },
    mutationFn: ({ again: _again, ...body }: Typed) =>
      sessionCalls.changeLogin({ ...body, username: body.username.trim() }),
    onSuccess: (_reply, sent) => {
      nameSession(sent.username.trim());
      void queryClient.invalidateQueries({ queryKey: keys.me });
      setTyped({ ...empty, username: sent.username.trim() });
      setLeft(new Set());
    },
  });
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const errors = check(typed);
  const change = (part: Partial<Typed>) => {
    setTyped((before) => ({ ...before, ...part }));
    if (!saving.isPending) saving.reset();
  };
  useUnsaved("account", {
    isEdited: typed.password !== "" || typed.again !== "" || typed.username.trim() !== username,
    label: words.tabs.account,
    isKept: false,
    discard: () => setTyped({ ...empty, username }),
  });
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    setLeft(new Set(Object.keys(typed)));
    if (Object.keys(errors).length === 0) saving.mutate(typed);
  };
  const fieldOf = (name: keyof Typed) => ({
    value: typed[name],
    error: (left.has(name) ? errors[name] : undefined) ?? refused?.about(name) ?? null,
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
    // Passing through is no mistake yet.
    onBlur: () => (typed[name] === "" ? undefined : setLeft(new Set([...left, name]))),
  });

  return (
    <form id="account-form" className={classes.form} onSubmit={handleSubmit} noValidate>
      <p className={classes.quiet}>{words.accountHelp}</p>
      <div className={classes.pair}>
        <TextInput label={words.user} autoComplete="username" {...fieldOf("username")} />
        <PasswordInput label={words.currentPassword} autoComplete="current-password" {...fieldOf("current_password")} />
        <PasswordInput
          label={words.password}
          description={words.passwordHelp}
          inputWrapperOrder={["label", "input", "error", "description"]}
          autoComplete="new-password"
          {...fieldOf("password")}
        />
        <PasswordInput label={words.passwordAgain} autoComplete="new-password" {...fieldOf("again")} />
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
