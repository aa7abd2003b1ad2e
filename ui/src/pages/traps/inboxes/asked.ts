import { useQuery } from "@tanstack/react-query";
import { inboxCalls } from "../../../api/inboxes";
import { keys, queryClient } from "../../../api/queries";

/** What they catch is counted by the server, and they end by themselves; nothing pushes that, so the list asks while it is open. */
const ASK_EVERY_MS = 3_000;

export const useInboxes = () =>
  useQuery({ queryKey: keys.inboxes, queryFn: inboxCalls.all, refetchInterval: ASK_EVERY_MS });

export const inboxesChanged = () => queryClient.invalidateQueries({ queryKey: keys.inboxes });
