import type { ReactNode } from "react";
import type { Role } from "../../api/generated";
import { useMay, useMe } from "../../components/role";
import { Notice } from "../../components/states";
import { texts } from "../../texts";
import classes from "./settings.module.css";

const words = texts.settings;

/** Fields that only some may change: for the others they can be read, with the reason. */
export function OnlyFor({ least, children }: { least: Role; children: ReactNode }) {
  const isAllowed = useMay(least);
  return (
    <>
      {isAllowed ? null : <NotAllowed least={least} />}
      <fieldset className={classes.fields} disabled={!isAllowed}>
        {children}
      </fieldset>
    </>
  );
}

/** What one may not do here, and which role could. */
export function NotAllowed({ least }: { least: Role }) {
  const me = useMe();
  if (!me) return null;
  return (
    <Notice kind="info" title={words.notAllowed(words.roles[least])}>
      <p>{words.yourRole(words.roles[me.role])}</p>
    </Notice>
  );
}
