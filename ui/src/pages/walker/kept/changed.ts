import { keys, queryClient } from "../../../api/queries";

/** A kept walk is shown anew by every list and head of it after it was changed. */
export function keptChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: keys.kept });
}
