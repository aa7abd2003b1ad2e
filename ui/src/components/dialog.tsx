import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { texts } from "../texts";
import classes from "./dialog.module.css";
import { ToolButton } from "./tool-button";

interface DialogProps {
  label: string;
  /** Shows the label as a heading with a close button; otherwise it only names the dialog. */
  isTitled?: boolean;
  size_px: number;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Something over the page, that Esc and a click beside it close. The page itself never scrolls, so nothing is locked. */
export function Dialog({ label, isTitled = false, size_px, isOpen, onClose, children }: DialogProps) {
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      size={size_px}
      yOffset="12vh"
      lockScroll={false}
      // At once: a fade would swallow the first keys typed into it.
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay backgroundOpacity={0.5} />
      <Modal.Content aria-label={label}>
        {isTitled ? (
          <div className={classes.head}>
            <h2>{label}</h2>
            <ToolButton icon="close" label={texts.words.close} isBare onClick={onClose} />
          </div>
        ) : null}
        <Modal.Body p={0}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
