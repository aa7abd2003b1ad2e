import { PasswordInput, Switch, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { accountCalls } from "../../api/accounts";
import type { Role, User, UserChangeWritable } from "../../api/generated";
import { Problem } from "../../api/problem";
import { Dialog } from "../../components/dialog";
import { DialogAnswers } from "../../components/dialog-answers";
import { ChoiceField } from "../../components/forms/fields";
import { roles } from "../../components/role";
import { ProblemNotice } from "../../components/states";
import { texts } from "../../texts";
import { SHORTEST_PASSWORD } from "./passwords";
import classes from "./settings.module.css";

const words = texts.settings.users;
const options = roles.map((value) => ({ value, label: texts.settings.roles[value] }));
const fields = ["username", "role", "password"] as const;

interface UserDialogProps {
  /** Who is changed; null makes a new user. */
  user: User | null;
  onClose: () => void;
  onSaved: () => void;
}

interface Typed {
  username: string;
  role: Role;
  password: string;
  is_disabled: boolean;
}

/** What was not touched is not sent; the password stays in this dialog. */
function changesOf({ role, password, is_disabled }: Typed, user: User): UserChangeWritable {
  return {
    ...(role === user.role ? {} : { role }),
    ...(password === "" ? {} : { password }),
    ...(is_disabled === user.is_disabled ? {} : { is_disabled }),
  };
}

function missingIn(typed: Typed, user: User | null): Partial<Record<keyof Typed, string>> {
  const isShort = typed.password.length < SHORTEST_PASSWORD && !(user && typed.password === "");
  return {
    ...(typed.username.trim() === "" ? { username: texts.settings.userMissing } : {}),
    ...(isShort ? { password: texts.settings.passwordShort } : {}),
  };
}

export function UserDialog({ user, onClose, onSaved }: UserDialogProps) {
  const [typed, setTyped] = useState<Typed>({
    username: user?.username ?? "",
    role: user?.role ?? "viewer",
    password: "",
    is_disabled: user?.is_disabled ?? false,
  });
  const [missing, setMissing] = useState<Partial<Record<keyof Typed, string>>>({});
  const saving = useMutation({
    meta: { failed: words.saveFailed, done: texts.toasts.saved(typed.username.trim()) },
    mutationFn: () => {
      const { username, role, password } = typed;
      return user
        ? accountCalls.changeUser(user.username, changesOf(typed, user))
        : accountCalls.makeUser({ username: username.trim(), role, password });
    },
    onSuccess: () => {
      onSaved();
      onClose();
    },
  });
  const refused = saving.isError ? Problem.from(saving.error) : null;
  const errorOf = (field: keyof Typed) => missing[field] ?? refused?.about(field) ?? null;
  const change = (part: Partial<Typed>) => {
    setTyped((before) => ({ ...before, ...part }));
    setMissing({});
    if (!saving.isPending) saving.reset();
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const found = missingIn(typed, user);
    setMissing(found);
    if (Object.keys(found).length === 0) saving.mutate();
  };
  return (
    <Dialog
      label={user ? words.editTitle(user.username) : words.addTitle}
      isTitled
      size_px={480}
      isOpen
      hasForm
      onClose={onClose}
    >
      <form id="user-form" className={classes.dialog} onSubmit={handleSubmit} noValidate>
        {user ? null : (
          <TextInput
            id="user-name"
            label={words.name}
            autoComplete="off"
            data-autofocus
            value={typed.username}
            error={errorOf("username")}
            onChange={(event) => change({ username: event.currentTarget.value })}
          />
        )}
        <ChoiceField
          label={words.columns.role}
          help={texts.settings.roleHelp[typed.role]}
          options={options}
          value={typed.role}
          onChange={(role) => change({ role })}
        />
        <PasswordInput
          id="user-password"
          label={user ? words.newPassword : words.password}
          description={user ? words.newPasswordHelp : words.passwordHelp}
          inputWrapperOrder={["label", "input", "error", "description"]}
          autoComplete="new-password"
          value={typed.password}
          error={errorOf("password")}
          onChange={(event) => change({ password: event.currentTarget.value })}
        />
        {user ? (
          <Switch
            size="sm"
            label={words.mayLogIn}
            description={words.mayLogInHelp}
            checked={!typed.is_disabled}
            onChange={(event) => change({ is_disabled: !event.currentTarget.checked })}
          />
        ) : null}
        {refused && !fields.some((field) => refused.about(field)) ? (
          <ProblemNotice title={words.saveFailed} cause={refused} />
        ) : null}
        <DialogAnswers
          id="user-save"
          act={user ? words.save : words.add}
          isBusy={saving.isPending}
          least="administrator"
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
