import { Modal } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useId, useState } from "react";
import { texts } from "../texts";
import classes from "./dialog.module.css";
import { ToolButton } from "./tool-button";
import { askBeforeLosing } from "./unsaved/edits";
import { useUnsaved } from "./unsaved/use-unsaved";

interface DialogProps {
  label: string;
  /** Shows the label as a heading with a close button; otherwise it only names the dialog. */
  isTitled?: boolean;
  size_px: number;
  isOpen: boolean;
  /** Has a form, and what was typed into it is asked about before Esc or a click beside it closes the dialog. */
  hasForm?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Something over the page, that Esc and a click beside it close. The page itself never scrolls, so nothing is locked. */
export function Dialog(props: DialogProps) {
  const { label, isTitled = false, size_px, isOpen, hasForm = false, onClose, children } = props;
  const key = useId();
  const [isEdited, setEdited] = useState(false);
  useUnsaved(key, { isEdited: isOpen && hasForm && isEdited, label, isKept: false, isOver: true, discard: onClose });
  const noteEdit = (event: SyntheticEvent<HTMLElement>) => {
    if (hasForm && isOpen && isEdit(event)) setEdited(true);
  };
  return (
    <Modal.Root
      opened={isOpen}
      onClose={() => askBeforeLosing(key, onClose)}
      size={size_px}
      yOffset="12vh"
      lockScroll={false}
      // At once: a fade would swallow the first keys typed into it.
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay backgroundOpacity={0.5} />
      <Modal.Content aria-label={label} onInput={noteEdit} onClick={noteEdit}>
        {isTitled ? (
          <div className={classes.head}>
            <h2>{label}</h2>
            <ToolButton icon="close" label={texts.words.close} isBare onClick={() => askBeforeLosing(key, onClose)} />
          </div>
        ) : null}
        <Modal.Body p={0}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Something typed into a form's field, or chosen from a list, which lies over the dialog and is a part of it all the same. */
function isEdit({ type, target }: SyntheticEvent<HTMLElement>): boolean {
  if (!(target instanceof Element)) return false;
  return type === "input" ? target.closest("form") !== null : target.closest("[role=option]") !== null;
}
