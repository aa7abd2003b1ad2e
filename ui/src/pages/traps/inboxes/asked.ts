import { useQuery } from "@tanstack/react-query";
import { inboxCalls } from "../../../api/inboxes";
import { keys, queryClient } from "../../../api/queries";

/** What comes, goes and is caught is pushed: then it is asked again (`live/lifecycle`). */
export const useInboxes = () => useQuery({ queryKey: keys.inboxes, queryFn: inboxCalls.all });

export const inboxesChanged = () => queryClient.invalidateQueries({ queryKey: keys.inboxes });
