import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { destinationCalls } from "../../../api/forwarding";
import { keys, queryClient } from "../../../api/queries";
import { onFrame } from "../../../live/frames";

export const forwardingChanged = () => queryClient.invalidateQueries({ queryKey: keys.forwarding });

export const useDestinations = () => useQuery({ queryKey: keys.destinations, queryFn: destinationCalls.all });

/** Asks anew whenever something was sent, failed or changed. */
export function useForwardingPushes(): void {
  useEffect(() => onFrame("outbox", () => void forwardingChanged()), []);
}
