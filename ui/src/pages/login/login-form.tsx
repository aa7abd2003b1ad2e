import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { sessionCalls } from "../../api/calls";
import { Problem } from "../../api/problem";
import { beginSession } from "../../api/session";
import { texts } from "../../texts";
import classes from "./login.module.css";

/** The published ids belong here; the form stands alone on the login page and inside the frame after a session ended. */
export function LoginForm({ username = "" }: { username?: string }) {
  const logIn = useMutation({
    mutationFn: sessionCalls.logIn,
    onSuccess: (reply) => beginSession(reply.token, reply.username),
  });
  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    logIn.mutate({ username: String(typed.get("username") ?? ""), password: String(typed.get("password") ?? "") });
  };
  return (
    <form className={classes.form} onSubmit={handleSubmit}>
      <TextInput
        id="login-user"
        name="username"
        label={texts.login.user}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={username}
        autoFocus={username === ""}
        required
        withAsterisk={false}
      />
      <PasswordInput
        id="login-pass"
        name="password"
        label={texts.login.password}
        autoComplete="current-password"
        autoFocus={username !== ""}
        required
        withAsterisk={false}
      />
      <p id="login-error" className={classes.error} role="alert">
        {logIn.isError ? Problem.from(logIn.error).message : ""}
      </p>
      <Button id="login-btn" type="submit" loading={logIn.isPending} fullWidth>
        {texts.login.submit}
      </Button>
    </form>
  );
}
