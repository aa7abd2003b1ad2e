import type { ShownRequest } from "../../../../api/generated";
import type { Column } from "../../../../components/table/column";
import { formatCount, formatMoment, formatTime } from "../../../../components/values/format";
import { splitName } from "../../../../components/values/name";
import { texts } from "../../../../texts";

const words = texts.journal;

/** The first object that was asked for, and how many others. */
export function objectsOf({ names, oids_total }: ShownRequest): string {
  const [first] = names;
  if (first === undefined) return words.nothing;
  const { label } = splitName(first);
  return oids_total > 1 ? words.more(label, oids_total - 1) : label;
}

export function resultOf({ answered, varbinds }: ShownRequest): string {
  if (!answered) return words.silent;
  return varbinds === null ? words.error : words.bindings(formatCount(varbinds), varbinds === 1);
}

export function toneOf({ answered, varbinds }: ShownRequest): string | undefined {
  return answered && varbinds !== null ? undefined : "bad";
}

export const journalColumns: readonly Column<ShownRequest>[] = [
  {
    id: "time",
    header: words.columns.time,
    size: 116,
    text: ({ at }) => formatTime(at * 1000),
    raw: ({ at }) => formatMoment(at * 1000),
    isMono: true,
  },
  { id: "pdu", header: words.columns.pdu, size: 120, text: ({ pdu }) => pdu },
  {
    id: "names",
    header: words.columns.names,
    size: 130,
    grows: true,
    text: ({ names }) => names.join(", "),
    raw: ({ oids }) => oids.join(", "),
    render: objectsOf,
    isMono: true,
  },
  {
    id: "repetitions",
    header: words.columns.repetitions,
    size: 72,
    text: ({ max_repetitions }) => (max_repetitions === null ? "" : formatCount(max_repetitions)),
    isNumeric: true,
    hideBelow_px: 480,
  },
  { id: "result", header: words.columns.result, size: 96, text: resultOf, hideBelow_px: 420 },
  {
    id: "source",
    header: words.columns.source,
    size: 140,
    text: ({ source }) => source,
    isMono: true,
    hideBelow_px: 620,
  },
  { id: "version", header: words.columns.version, size: 48, text: ({ version }) => version, hideBelow_px: 680 },
  {
    id: "number",
    header: words.columns.number,
    size: 64,
    text: ({ number }) => formatCount(number),
    raw: ({ number }) => String(number),
    isNumeric: true,
    isHiddenAtFirst: true,
  },
];
