import { UnstyledButton } from "@mantine/core";
import type { ComponentPropsWithRef } from "react";
import type { Role } from "../api/generated";
import { Icon, type IconName } from "./icon";
import { OffReason } from "./off-reason";
import { useRefusal } from "./role";
import classes from "./tool-button.module.css";

interface ToolButtonProps extends Omit<ComponentPropsWithRef<"button">, "color" | "children"> {
  icon: IconName;
  label: string;
  /** Only the icon is seen; the label names it. */
  isBare?: boolean;
  isPressed?: boolean;
  /** The label stays where there is little room. */
  isWordy?: boolean;
  /** Who may do it; for the others it is there, off, and says why. */
  least?: Role;
  /** Why it cannot be done now. */
  reason?: string | undefined;
}

/** A quiet button for bars above lists; whatever a menu around it needs is passed through. */
export function ToolButton(props: ToolButtonProps) {
  const { icon, label, isBare, isPressed, isWordy, least = "viewer", reason, title, ...rest } = props;
  const refusal = useRefusal(least);
  const off = refusal ?? reason;
  return (
    <OffReason reason={off}>
      <UnstyledButton
        {...rest}
        className={classes.button}
        aria-pressed={isPressed}
        aria-label={label}
        title={off === undefined ? (title ?? label) : undefined}
      >
        <Icon name={icon} size={14} />
        {isBare ? null : <span className={isWordy ? undefined : classes.label}>{label}</span>}
      </UnstyledButton>
    </OffReason>
  );
}
