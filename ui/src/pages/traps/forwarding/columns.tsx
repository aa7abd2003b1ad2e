import type { OutboxEntry } from "../../../api/generated";
import { StatusWord, type Tone } from "../../../components/status";
import type { Column } from "../../../components/table/column";
import { formatCount, formatTime } from "../../../components/values/format";
import { texts } from "../../../texts";

const words = texts.forwarding;
const tones: Record<OutboxEntry["state"], Tone> = { waiting: "changing", delivered: "good", failed: "bad" };
const timeOf = (at_s: number | null) => (at_s === null ? "" : formatTime(at_s * 1000));

export function EntryState({ state }: { state: OutboxEntry["state"] }) {
  return <StatusWord tone={tones[state]}>{words.outboxStates[state]}</StatusWord>;
}

export const outboxColumns: readonly Column<OutboxEntry>[] = [
  {
    id: "created",
    header: words.columns.created,
    size: 116,
    text: ({ created_at }) => timeOf(created_at),
    isMono: true,
    hideBelow_px: 520,
  },
  { id: "destination", header: words.columns.destination, size: 120, text: ({ destination }) => destination },
  {
    id: "state",
    header: words.columns.state,
    size: 96,
    text: ({ state }) => words.outboxStates[state],
    render: (entry) => <EntryState state={entry.state} />,
  },
  {
    id: "notification",
    header: words.columns.notification,
    size: 150,
    text: ({ notification }) => notification?.trap_type ?? words.damaged,
  },
  {
    id: "source",
    header: words.columns.source,
    size: 150,
    text: ({ notification }) => notification?.source ?? "",
    isMono: true,
    hideBelow_px: 820,
  },
  {
    id: "attempts",
    header: words.columns.attempts,
    size: 80,
    text: ({ attempts }) => formatCount(attempts),
    isNumeric: true,
    hideBelow_px: 640,
  },
  {
    id: "next",
    header: words.columns.next,
    size: 116,
    text: ({ next_attempt_at }) => timeOf(next_attempt_at),
    isMono: true,
    hideBelow_px: 900,
  },
  {
    id: "outcome",
    header: words.columns.outcome,
    size: 160,
    grows: true,
    text: ({ outcome }) => outcome,
    hideBelow_px: 560,
  },
];
