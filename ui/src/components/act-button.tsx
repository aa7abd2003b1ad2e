import { Button, type ButtonProps } from "@mantine/core";
import type { ComponentPropsWithRef } from "react";
import type { Role } from "../api/generated";
import { useRefusal } from "./role";

interface ActButtonProps extends ButtonProps, Omit<ComponentPropsWithRef<"button">, keyof ButtonProps> {
  /** Who may do it. */
  least?: Role;
}

/** A button of what changes or sends something: whose role is too small for it sees that, and why. */
export function ActButton({ least = "operator", disabled, title, ...rest }: ActButtonProps) {
  const refusal = useRefusal(least);
  return <Button {...rest} disabled={disabled || refusal !== undefined} title={refusal ?? title} />;
}
