import type { InboxDeleted, InboxOrder, TrapInbox, TrapInboxList } from "./generated";
import { request } from "./http";

const inboxes = "/api/traps/inboxes";

export const inboxCalls = {
  all: () => request<TrapInboxList>("GET", inboxes),
  add: (body: InboxOrder) => request<TrapInbox>("POST", inboxes, { body }),
  remove: (name: string) => request<InboxDeleted>("DELETE", `${inboxes}/${encodeURIComponent(name)}`),
};
