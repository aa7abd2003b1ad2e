import { useKnownNames } from "./known-names";
import { type Offered, OfferedField, type OfferedFieldProps } from "./offered-field";

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
