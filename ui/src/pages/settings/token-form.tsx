import { Button, Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { accountCalls } from "../../api/accounts";
import type { NewApiToken, Role } from "../../api/generated";
import { Problem } from "../../api/problem";
import { covers, roles, useMe } from "../../components/role";
import { ProblemNotice } from "../../components/states";
import { useUnsaved } from "../../components/unsaved/use-unsaved";
import { texts } from "../../texts";
import classes from "./settings.module.css";

const words = texts.settings.tokens;
const DAY_S = 86_400;
const lifetimes = { week: 7, month: 30, quarter: 90, year: 365, ever: null } as const;
type Lifetime = keyof typeof lifetimes;
const lifetimeNames = Object.keys(lifetimes) as Lifetime[];

const untouched = { name: "", role: "viewer" as Role, lifetime: "quarter" as Lifetime };
const fields = ["name", "role", "expires_at"] as const;

export function TokenForm({ onMade }: { onMade: (made: NewApiToken) => void }) {
  const me = useMe();
  const [typed, setTyped] = useState(untouched);
  const [isNameMissing, setNameMissing] = useState(false);
  const making = useMutation({
    meta: { failed: words.makeFailed },
    mutationFn: ({ name, role, lifetime }: typeof untouched) => {
      const days = lifetimes[lifetime];
      const expires_at = days === null ? null : Math.round(Date.now() / 1000) + days * DAY_S;
      return accountCalls.makeToken({ name: name.trim(), role, expires_at });
    },
    onSuccess: (made) => {
      setTyped(untouched);
      onMade(made);
    },
  });
  const refused = making.isError ? Problem.from(making.error) : null;
  const change = (part: Partial<typeof untouched>) => {
    setTyped((before) => ({ ...before, ...part }));
    setNameMissing(false);
    if (!making.isPending) making.reset();
  };
  useUnsaved("token", {
    isEdited: typed.name.trim() !== "",
    label: texts.settings.tabs.tokens,
    isKept: false,
    discard: () => setTyped(untouched),
  });
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const isMissing = typed.name.trim() === "";
    setNameMissing(isMissing);
    if (!isMissing) making.mutate(typed);
  };
  const allowed = roles.filter((role) => me === undefined || covers(me.role, role));
  return (
    <form id="token-form" className={classes.form} onSubmit={handleSubmit} noValidate>
      <div className={classes.three}>
        <TextInput
          label={words.name}
          placeholder={words.nameExample}
          autoComplete="off"
          value={typed.name}
          error={isNameMissing ? words.nameMissing : (refused?.about("name") ?? null)}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={words.role}
          allowDeselect={false}
          data={allowed.map((value) => ({ value, label: texts.settings.roles[value] }))}
          value={typed.role}
          error={refused?.about("role") ?? null}
          onChange={(role) => change({ role: roles.find((known) => known === role) ?? typed.role })}
        />
        <Select
          label={words.lifetime}
          allowDeselect={false}
          data={lifetimeNames.map((value) => ({ value, label: words.lifetimes[value] }))}
          value={typed.lifetime}
          error={refused?.about("expires_at") ?? null}
          onChange={(name) => change({ lifetime: lifetimeNames.find((known) => known === name) ?? typed.lifetime })}
        />
      </div>
      <p className={classes.quiet}>{texts.settings.roleHelp[typed.role]}</p>
      {refused && !fields.some((field) => refused.about(field)) ? (
        <ProblemNotice title={words.makeFailed} cause={refused} />
      ) : null}
      <div>
        <Button type="submit" loading={making.isPending}>
          {words.make}
        </Button>
      </div>
    </form>
  );
}
