import type { AgentObject } from "../../../../api/generated";
import type { Column } from "../../../../components/table/column";
import { splitName } from "../../../../components/values/name";
import { texts } from "../../../../texts";
import classes from "../../agents.module.css";
import { ValueEditor, type ValueEditorProps } from "./value-editor";

const words = texts.objects;

/** What makes a value other than its source's own, or keeps it from standing still. */
export function marksOf({ overridden, set_by_manager, moving }: AgentObject): string {
  return [overridden && words.overridden, set_by_manager && words.setByManager, moving && words.moving]
    .filter(Boolean)
    .join(", ");
}

type Editing = Omit<ValueEditorProps, "object">;

/** The value of one row is edited where it stands. */
export function objectColumns(editedOid: string | null, editing: Editing): readonly Column<AgentObject>[] {
  return [
    {
      id: "name",
      header: words.columns.name,
      size: 160,
      grows: true,
      text: ({ name }) => name,
      raw: ({ oid }) => oid,
      render: ({ name }) => splitName(name).label,
      isMono: true,
    },
    {
      id: "value",
      header: words.columns.value,
      size: 160,
      grows: true,
      text: ({ display }) => display,
      raw: ({ value }) => value,
      render: (row) =>
        row.oid === editedOid ? (
          <ValueEditor key={row.oid} object={row} {...editing} />
        ) : (
          <span data-marked={row.overridden || row.set_by_manager || undefined} className={classes.value}>
            {row.display}
          </span>
        ),
      isMono: true,
    },
    {
      id: "type",
      header: words.columns.type,
      size: 130,
      text: ({ syntax, type }) => syntax || type,
      hideBelow_px: 520,
    },
    { id: "marks", header: words.columns.marks, size: 110, text: marksOf, hideBelow_px: 440 },
    { id: "oid", header: words.columns.oid, size: 240, text: ({ oid }) => oid, isMono: true, isHiddenAtFirst: true },
  ];
}
