import { formatShort } from "../../../components/chart/short-number";
import type { Column } from "../../../components/table/column";
import { MibName } from "../../../components/values/name";
import { texts } from "../../../texts";
import type { ComparedLine } from "./compared-lines";
import classes from "./kept.module.css";

const words = texts.compare;
const signs = { added: "+", removed: "−", changed: "≠", counted: "→" } as const;

export const comparedColumns: readonly Column<ComparedLine>[] = [
  {
    id: "kind",
    header: words.columns.kind,
    size: 96,
    narrow_px: 96,
    text: ({ kind }) => words.kinds[kind],
    render: ({ kind }) => (
      <span className={classes.kind} data-kind={kind}>
        <span aria-hidden="true">{signs[kind]}</span> {words.kinds[kind]}
      </span>
    ),
  },
  {
    id: "row",
    header: words.columns.row,
    size: 190,
    text: ({ row }) => row,
    render: ({ row, isFirst }) => (isFirst ? row : <span className={classes.repeated}>{row}</span>),
    isMono: true,
    hideBelow_px: 700,
  },
  {
    id: "name",
    header: words.columns.name,
    size: 250,
    narrow_px: 150,
    text: ({ cell }) => cell.name,
    raw: ({ cell }) => cell.oid,
    render: ({ cell }) => <MibName name={cell.name} />,
    isMono: true,
  },
  {
    id: "before",
    header: words.columns.before,
    size: 160,
    narrow_px: 110,
    grows: true,
    text: ({ cell }) => cell.before ?? "",
    isMono: true,
  },
  {
    id: "after",
    header: words.columns.after,
    size: 160,
    narrow_px: 110,
    grows: true,
    text: ({ cell }) => cell.after ?? "",
    isMono: true,
  },
  {
    id: "delta",
    header: words.columns.delta,
    size: 196,
    text: ({ cell }) => deltaText(cell.delta, cell.rate),
    raw: ({ cell }) => cell.delta ?? "",
    isNumeric: true,
    hideBelow_px: 620,
  },
];

function deltaText(delta: string | null, rate: number | null): string {
  if (delta === null) return "";
  const signed = delta.startsWith("-") ? delta.replace("-", "−") : `+${delta}`;
  return rate === null ? signed : `${signed} (${formatShort(rate)}/s)`;
}
