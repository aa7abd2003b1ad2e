import { Button, type ButtonProps } from "@mantine/core";
import type { ComponentPropsWithRef } from "react";
import type { Role } from "../api/generated";
import { OffReason } from "./off-reason";
import { useRefusal } from "./role";

interface ActButtonProps extends ButtonProps, Omit<ComponentPropsWithRef<"button">, keyof ButtonProps> {
  /** Who may do it. */
  least?: Role;
  /** Why it cannot be done now. */
  reason?: string | undefined;
}

/** A button of what changes or sends something: whoever may or can not do it now sees that, and why. */
export function ActButton({ least = "operator", reason, ...rest }: ActButtonProps) {
  const refusal = useRefusal(least);
  return (
    <OffReason reason={refusal ?? reason}>
      <Button {...rest} />
    </OffReason>
  );
}
