import { UnstyledButton } from "@mantine/core";
import type { ComponentPropsWithRef } from "react";
import type { Role } from "../api/generated";
import { Icon, type IconName } from "./icon";
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
}

/** A quiet button for bars above lists; whatever a menu around it needs is passed through. */
export function ToolButton(props: ToolButtonProps) {
  const { icon, label, isBare, isPressed, isWordy, least = "viewer", disabled, title, ...rest } = props;
  const refusal = useRefusal(least);
  return (
    <UnstyledButton
      {...rest}
      className={classes.button}
      aria-pressed={isPressed}
      aria-label={label}
      disabled={disabled || refusal !== undefined}
      title={refusal ?? title ?? label}
    >
      <Icon name={icon} size={14} />
      {isBare ? null : <span className={isWordy ? undefined : classes.label}>{label}</span>}
    </UnstyledButton>
  );
}
