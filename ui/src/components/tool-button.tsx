import { UnstyledButton } from "@mantine/core";
import type { ComponentPropsWithRef } from "react";
import { Icon, type IconName } from "./icon";
import classes from "./tool-button.module.css";

interface ToolButtonProps extends Omit<ComponentPropsWithRef<"button">, "color" | "children"> {
  icon: IconName;
  label: string;
  /** Only the icon is seen; the label names it. */
  isBare?: boolean;
  isPressed?: boolean;
  /** The label stays where there is little room. */
  isWordy?: boolean;
}

/** A quiet button for bars above lists; whatever a menu around it needs is passed through. */
export function ToolButton({ icon, label, isBare, isPressed, isWordy, title, ...rest }: ToolButtonProps) {
  return (
    <UnstyledButton
      {...rest}
      className={classes.button}
      aria-pressed={isPressed}
      aria-label={label}
      title={title ?? label}
    >
      <Icon name={icon} size={14} />
      {isBare ? null : <span className={isWordy ? undefined : classes.label}>{label}</span>}
    </UnstyledButton>
  );
}
