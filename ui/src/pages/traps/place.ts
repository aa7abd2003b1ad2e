import type { OutboxState } from "../../api/forwarding";
import { usePlaceOf } from "../../hash-location";

/** Where one is on the page of notifications: all of it stands in the hash, so that it can be sent, reloaded and gone back to. */
export const trapTabs = ["received", "send", "rules", "forwarding", "inboxes", "receiver"] as const;
export type TrapTab = (typeof trapTabs)[number];

const outboxStates = ["waiting", "delivered", "failed"] as const;

/** The rule that is made and has no number yet. */
export const NEW_RULE = "new";

export interface Place {
  tab: TrapTab;
  /** What is searched for among the stored notifications. */
  q: string;
  /** The stored notification that is looked at; null for none. */
  open: number | null;
  /** The notification that is sent, as its name or OID; empty for what the form has. */
  oid: string;
  /** The rule that is looked at: its number, `new`, or empty for none. */
  rule: string;
  /** Whose outbox is looked at, and which of it; empty for all. */
  destination: string;
  state: "" | OutboxState;
}

export const nowhere: Place = { tab: "received", q: "", open: null, oid: "", rule: "", destination: "", state: "" };

const numberIn = (text: string | null) => (text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);

export function readPlace(query: URLSearchParams): Place {
  return {
    tab: trapTabs.find((known) => known === query.get("tab")) ?? nowhere.tab,
    q: query.get("q") ?? "",
    open: numberIn(query.get("open")),
    oid: query.get("oid") ?? "",
    rule: query.get("rule") ?? "",
    destination: query.get("destination") ?? "",
    state: outboxStates.find((known) => known === query.get("state")) ?? nowhere.state,
  };
}

/** What is as usual is left out; colons stay readable. */
export function formatPlace(part: Partial<Place>): string {
  const place = { ...nowhere, ...part };
  const parts = (Object.keys(nowhere) as (keyof Place)[])
    .filter((name) => place[name] !== nowhere[name])
    .map((name) => `${name}=${encodeURIComponent(String(place[name])).replaceAll("%3A", ":")}`);
  return parts.length === 0 ? "/traps" : `/traps?${parts.join("&")}`;
}

export const usePlace = () => usePlaceOf(readPlace, formatPlace);
