import type { ReactNode } from "react";
import type { Role } from "../api/generated";
import { texts } from "../texts";
import classes from "./only-for.module.css";
import { useMay, useMe } from "./role";
import { Notice } from "./states";

const words = texts.settings;

/** Fields that only some may change: for the others they can be read, with the reason. */
export function OnlyFor({ least, children }: { least: Role; children: ReactNode }) {
  const isAllowed = useMay(least);
  return (
    <>
      <NotAllowed least={least} />
      <fieldset className={classes.fields} disabled={!isAllowed}>
        {children}
      </fieldset>
    </>
  );
}

/** What one may not do here, and which role could; nothing for those who may. */
export function NotAllowed({ least }: { least: Role }) {
  const me = useMe();
  const isAllowed = useMay(least);
  if (!me || isAllowed) return null;
  return (
    <Notice kind="info" title={words.notAllowed(words.roles[least])}>
      <p>{words.yourRole(words.roles[me.role])}</p>
    </Notice>
  );
}
