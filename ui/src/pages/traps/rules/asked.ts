import { useQuery } from "@tanstack/react-query";
import { keys, queryClient } from "../../../api/queries";
import { ruleCalls } from "../../../api/trap-rules";

/** Hits are counted while notifications come; nothing pushes that, so the list asks while it is open. */
const ASK_EVERY_MS = 3_000;

export const useRules = () =>
  useQuery({ queryKey: keys.trapRules, queryFn: ruleCalls.all, refetchInterval: ASK_EVERY_MS });

export const rulesChanged = () => queryClient.invalidateQueries({ queryKey: keys.trapRules });
