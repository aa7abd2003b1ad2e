import { useQuery } from "@tanstack/react-query";
import { keys, queryClient } from "../../../api/queries";
import { ruleCalls } from "../../../api/trap-rules";

/** Changes, and hits while notifications come, are pushed: then it is asked again (`live/lifecycle`). */
export const useRules = () => useQuery({ queryKey: keys.trapRules, queryFn: ruleCalls.all });

export const rulesChanged = () => queryClient.invalidateQueries({ queryKey: keys.trapRules });
