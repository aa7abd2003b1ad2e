import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { browseCalls } from "../../api/calls";
import type { NodeDetail } from "../../api/generated";
import { keys } from "../../api/queries";
import type { Offered } from "./offered-field";

/** What the MIB library says about what is typed. Without a library one types what one knows: no answer is no error. */
const PAUSE_MS = 120;
const MIN_TYPED = 2;
const SHOWN = 12;

/** Numbers need no suggestion, and an index behind a name is not in the library. */
const isWord = /^[A-Za-z][\w-]*(?:::[\w-]*)?$/;
const isNameOrNumber = /^(?:[A-Za-z][\w-]*(?:::[A-Za-z][\w-]*)?(?:\..+)?|\.?\d+(?:\.\d+){2,})$/;

export function useKnownNames(typed: string, kinds: string | undefined): Offered[] {
  const [query] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const isAsked = query.length >= MIN_TYPED && isWord.test(query);
  const found = useQuery({
    queryKey: keys.names(query, kinds ?? ""),
    queryFn: () => browseCalls.search({ query, limit: SHOWN, ...(kinds ? { type_filter: kinds } : {}) }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  if (!isAsked || !found.data) return [];
  return found.data.results.map((node) => ({ value: node.full_name, note: node.oid }));
}

/** The node that a whole name or number stands for; null while it is none. */
export function useKnownNode(typed: string): NodeDetail | null {
  const [oid] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const found = useQuery({
    queryKey: keys.node(oid),
    queryFn: () => browseCalls.node(oid),
    enabled: isNameOrNumber.test(oid),
  });
  return found.data ?? null;
}

/** The labels of an enumeration, each with its number. */
export function labelsOf(detail: NodeDetail | null): Offered[] {
  return Object.entries(detail?.value_type?.labels ?? {}).map(([value, number]) => ({ value, note: String(number) }));
}
