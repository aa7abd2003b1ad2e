import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { browseCalls } from "../../api/calls";
import { keys } from "../../api/queries";
import { type Offered, OfferedField, type OfferedFieldProps } from "./offered-field";

const PAUSE_MS = 120;
const MIN_TYPED = 2;
const SHOWN = 12;
/** Numbers need no suggestion, and an index behind a name is not in the library. */
const isWord = /^[A-Za-z][\w-]*(?:::[\w-]*)?$/;

interface NameFieldProps extends Omit<OfferedFieldProps, "offered"> {
  /** Offered before anything is typed. */
  offered?: readonly Offered[];
  /** Which kinds of nodes are meant; all of them where absent. */
  kinds?: string;
}

/** An OID or a name; names that the MIB library knows are offered while one types. */
export function NameField({ offered = [], kinds, ...rest }: NameFieldProps) {
  const known = useKnownNames(rest.value ?? "", kinds);
  return <OfferedField {...rest} offered={[...known, ...offered]} />;
}

function useKnownNames(typed: string, kinds: string | undefined): Offered[] {
  const [query] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const isAsked = query.length >= MIN_TYPED && isWord.test(query);
  const found = useQuery({
    queryKey: keys.names(query, kinds ?? ""),
    queryFn: () => browseCalls.search({ query, limit: SHOWN, ...(kinds ? { type_filter: kinds } : {}) }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  // Without a library, or while it is being made, one types what one knows.
  if (!isAsked || !found.data) return [];
  return found.data.results.map((node) => ({ value: node.full_name, note: node.oid }));
}
