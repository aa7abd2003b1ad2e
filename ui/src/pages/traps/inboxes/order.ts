import type { InboxOrder, TrapInbox } from "../../../api/generated";
import { shellWord } from "../../../live/addresses";

export const waysToCatch = ["port", "community", "user", "tag"] as const;
export type WayToCatch = (typeof waysToCatch)[number];

/** An inbox as it is typed. */
export interface InboxDraft {
  name: string;
  by: WayToCatch;
  /** The port, the community, the user or the tag. */
  value: string;
  expires_min: number | null;
}

export const newInbox: InboxDraft = { name: "", by: "port", value: "", expires_min: 60 };

const S_PER_MIN = 60;

export function orderOf({ name, by, value, expires_min }: InboxDraft): InboxOrder {
  return {
    ...(name.trim() === "" ? {} : { name: name.trim() }),
    ...(by === "port" ? { port: Number(value.trim() || 0) } : { [by]: value.trim() }),
    ...(expires_min === null ? {} : { expires_in_s: expires_min * S_PER_MIN }),
  };
}

/** A line for a shell that waits until something is caught, and fails with the reason. */
export const expectLine = ({ name }: Pick<TrapInbox, "name">, server: string) =>
  `trishul trap expect --inbox ${shellWord(name)} --within 10 --server ${shellWord(server)}`;
