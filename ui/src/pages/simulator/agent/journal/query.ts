import type { JournalQuery } from "../../../../api/agents";

/** Which requests are meant; an empty field does not matter. */
export interface JournalFilter {
  object: string;
  pdu: string;
  source: string;
  minutes: number | null;
  /** GETBULK with at most so many. */
  repetitions: number | null;
}

export const anyRequest: JournalFilter = { object: "", pdu: "", source: "", minutes: null, repetitions: null };

/** The filter as the server takes it. */
export function queryOf({ object, pdu, source, minutes, repetitions }: JournalFilter): JournalQuery {
  return {
    ...(object.trim() ? { oid: object.trim() } : {}),
    ...(pdu ? { pdu } : {}),
    ...(source.trim() ? { source: source.trim() } : {}),
    ...(minutes === null ? {} : { last_s: minutes * 60 }),
    ...(repetitions === null ? {} : { max_repetitions: repetitions }),
  };
}
