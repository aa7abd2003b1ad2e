import { useQuery } from "@tanstack/react-query";
import { accountCalls } from "../api/accounts";
import type { Role } from "../api/generated";
import { keys } from "../api/queries";
import { session } from "../api/session";
import { useStore } from "../live/external-store";
import { texts } from "../texts";

export const roles = ["viewer", "operator", "administrator"] as const satisfies readonly Role[];

/** Who is logged in and as what; undefined until the server has said so. */
export function useMe() {
  const isActive = useStore(session, ({ phase }) => phase === "active");
  return useQuery({ queryKey: keys.me, queryFn: accountCalls.me, enabled: isActive }).data;
}

/** Whether this user may do what needs a role; so long as it is not known, the server decides. */
export function useMay(least: Role): boolean {
  const me = useMe();
  return me === undefined || covers(me.role, least);
}

/** Whether it is known that he may: for what a page does by itself, where nobody has pressed anything. */
export function useMayForSure(least: Role): boolean {
  const me = useMe();
  return me !== undefined && covers(me.role, least);
}

/** Why this user may not do what needs a role, for the control that would; undefined where he may. */
export function useRefusal(least: Role): string | undefined {
  const me = useMe();
  if (me === undefined || covers(me.role, least)) return undefined;
  const { roles: names, notAllowed, yourRole } = texts.settings;
  return `${notAllowed(names[least])} ${yourRole(names[me.role])}`;
}

export const covers = (role: Role, least: Role) => roles.indexOf(role) >= roles.indexOf(least);
