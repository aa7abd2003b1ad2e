import type { NodeDetail } from "../../../api/generated";
import { useKnownNode } from "../../../components/forms/known-names";
import { ToolButton } from "../../../components/tool-button";
import { texts } from "../../../texts";
import { type BindingDraft, typeOfMib } from "./draft";
import classes from "./sender.module.css";

const words = texts.sender;

interface NotificationProps {
  oid: string;
  varbinds: readonly BindingDraft[];
  onAdd: (varbinds: BindingDraft[]) => void;
}

/** What the MIB says a notification carries, and one press to have that in the form. */
export function Notification({ oid, varbinds, onAdd }: NotificationProps) {
  const missing = missingObjects(useKnownNode(oid), varbinds);
  if (missing.length === 0) return null;
  return (
    <div className={classes.carries}>
      <span>{words.carries(missing.map(({ name }) => name).join(", "))}</span>
      <ToolButton
        icon="plus"
        label={words.addObjects(missing.length)}
        isWordy
        type="button"
        onClick={() => onAdd(withObjects(varbinds, missing))}
      />
    </div>
  );
}

export interface CarriedObject {
  name: string;
  full_name: string;
  oid: string;
  type: string;
}

export function missingObjects(detail: NodeDetail | null, varbinds: readonly BindingDraft[]): CarriedObject[] {
  const typed = varbinds.map((binding) => binding.oid.trim());
  const isTyped = ({ name, full_name, oid }: CarriedObject) =>
    typed.some((one) =>
      [name, full_name, oid, `.${oid}`].some((known) => one === known || one.startsWith(`${known}.`)),
    );
  return (detail?.trap_objects ?? [])
    .flatMap((object) => (object.oid === null ? [] : [{ ...object, oid: object.oid }]))
    .filter((object) => !isTyped(object));
}

/** The index of a column is what only the user knows: the first one is a guess that can be seen. */
export function withObjects(varbinds: readonly BindingDraft[], objects: readonly CarriedObject[]): BindingDraft[] {
  const kept = varbinds.filter((binding) => binding.oid.trim() !== "");
  const first = Math.max(0, ...varbinds.map((binding) => binding.key)) + 1;
  const added = objects.map((object, index) => ({
    key: first + index,
    oid: `${object.full_name}.${object.type === "scalar" ? 0 : 1}`,
    type: typeOfMib,
    value: "",
  }));
  return [...kept, ...added];
}
