import { Tooltip } from "@mantine/core";
import { cloneElement, type HTMLAttributes, type MouseEvent, type ReactElement, useId } from "react";

interface OffReasonProps {
  /** Why the control is off; undefined where it is on. */
  reason: string | undefined;
  /** A button or a switch; where it is off, nothing that it would do happens. */
  children: ReactElement<HTMLAttributes<HTMLElement>>;
}

/**
 * A control that is off says why to everybody: it keeps its place in the order of focus, so that it is heard with its reason,
 * and pointing at it, focusing or touching it shows the words.
 */
export function OffReason({ reason, children }: OffReasonProps) {
  const id = useId();
  const isOff = reason !== undefined;
  return (
    <>
      <Tooltip label={reason} disabled={!isOff} events={shownOn} maw={320} multiline openDelay={150}>
        {isOff ? cloneElement(children, { ...off, "aria-describedby": id }) : children}
      </Tooltip>
      {isOff ? (
        <span id={id} hidden>
          {reason}
        </span>
      ) : null}
    </>
  );
}

const shownOn = { hover: true, focus: true, touch: true };

/** A press ends here; that of a submit button, which Enter in a field presses as well, does not submit. */
const off = {
  "aria-disabled": true,
  "data-disabled": true,
  onClick: (event: MouseEvent) => event.preventDefault(),
  onKeyDown: undefined,
};
