import type { ShownVarBind } from "../../api/generated";
import type { Column } from "../../components/table/column";
import { MibName } from "../../components/values/name";
import { texts } from "../../texts";
import { rawLine } from "./export";

const words = texts.walker.columns;

export const parsedColumns: readonly Column<ShownVarBind>[] = [
  {
    id: "name",
    header: words.name,
    size: 340,
    narrow_px: 200,
    text: (row) => row.name,
    raw: (row) => row.oid,
    render: (row) => <MibName name={row.name} />,
    isMono: true,
  },
  { id: "oid", header: words.oid, size: 240, text: (row) => row.oid, isMono: true, hideBelow_px: 880 },
  { id: "type", header: words.type, size: 156, text: (row) => row.type, hideBelow_px: 560 },
  {
    id: "value",
    header: words.value,
    size: 160,
    grows: true,
    text: (row) => row.display,
    raw: (row) => row.value,
    isMono: true,
  },
  { id: "raw", header: words.raw, size: 200, text: (row) => row.value, isMono: true, isHiddenAtFirst: true },
];

export const rawColumns: readonly Column<ShownVarBind>[] = [
  { id: "line", header: "snmpwalk -On", size: 320, grows: true, text: rawLine, isMono: true },
];
