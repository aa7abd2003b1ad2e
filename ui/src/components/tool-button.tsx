import { UnstyledButton } from "@mantine/core";
import { Icon, type IconName } from "./icon";
import classes from "./tool-button.module.css";

interface ToolButtonProps {
  icon: IconName;
  label: string;
  /** Only the icon is seen; the label names it. */
  isBare?: boolean;
  isPressed?: boolean;
  isDisabled?: boolean;
  title?: string;
  onClick: () => void;
}

/** A quiet button for bars above lists. */
export function ToolButton({ icon, label, isBare, isPressed, isDisabled, title, onClick }: ToolButtonProps) {
  return (
    <UnstyledButton
      className={classes.button}
      aria-pressed={isPressed}
      aria-label={isBare ? label : undefined}
      title={title ?? (isBare ? label : undefined)}
      disabled={isDisabled}
      onClick={onClick}
    >
      <Icon name={icon} size={14} />
      {isBare ? null : <span className={classes.label}>{label}</span>}
    </UnstyledButton>
  );
}
