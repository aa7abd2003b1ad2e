import type { InboxDeleted, TrapInbox, TrapInboxList } from "./generated";
import { request } from "./http";

/** An inbox that is wanted: what it catches, a name if it has one, and when it goes by itself. */
export interface InboxOrder {
  name?: string;
  port?: number;
  community?: string;
  user?: string;
  tag?: string;
  expires_in_s?: number;
}

const inboxes = "/api/traps/inboxes";

export const inboxCalls = {
  all: () => request<TrapInboxList>("GET", inboxes),
  add: (body: InboxOrder) => request<TrapInbox>("POST", inboxes, { body }),
  remove: (name: string) => request<InboxDeleted>("DELETE", `${inboxes}/${encodeURIComponent(name)}`),
};
