import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { usePlace } from "../place";

const PAUSE_MS = 400;

/** The notification stands in the address: what that names fills the form, what is typed goes there after a pause. */
export function useNamed(oid: string, take: (oid: string) => void): void {
  const [{ oid: placed }, go] = usePlace();
  const [settled] = useDebouncedValue(oid, PAUSE_MS);
  const known = useRef("");
  useEffect(() => {
    if (placed !== known.current) {
      known.current = placed;
      if (placed !== "" && placed !== oid) take(placed);
    } else if (settled === oid && settled !== placed) {
      known.current = settled;
      go({ oid: settled }, { replace: true });
    }
  });
}
