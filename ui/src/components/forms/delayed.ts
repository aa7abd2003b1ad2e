import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";

/** What is typed is seen at once and told after a pause; what comes from elsewhere replaces it. */
export function useDelayed(value: string, pause_ms: number, onChange: (value: string) => void) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  const tell = (next: string) => {
    told.current = next;
    onChange(next);
  };
  const tellLater = useDebouncedCallback(tell, pause_ms);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    tellLater.cancel(); // it would bring back what has just been replaced
    setTyped(value);
  }, [value, tellLater]);
  const change = (next: string, isNow = false) => {
    setTyped(next);
    tellLater.cancel();
    if (isNow) tell(next);
    else tellLater(next);
  };
  return [typed, change] as const;
}
