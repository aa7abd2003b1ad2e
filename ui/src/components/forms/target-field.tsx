import { formatAddress } from "../values/format";
import { OfferedField } from "./offered-field";

export interface OfferedTarget {
  target: string;
  port: number;
  /** Why it is offered. */
  note: string;
}

interface TargetFieldProps {
  id?: string;
  label: string;
  value: string;
  error?: string | undefined;
  offered: readonly OfferedTarget[];
  onChange: (value: string) => void;
  /** An offered one was chosen: its port belongs to it. */
  onChoose: (chosen: OfferedTarget) => void;
}

/** Where a request goes to; addresses known already are offered with their ports. */
export function TargetField({ offered, onChange, onChoose, ...rest }: TargetFieldProps) {
  const addressOf = (one: OfferedTarget) => formatAddress(one.target, one.port);
  const handleChange = (typed: string) => {
    const chosen = offered.find((one) => addressOf(one) === typed);
    if (chosen) onChoose(chosen);
    else onChange(typed);
  };
  const unique = new Map(offered.map((one) => [addressOf(one), one.note] as const).reverse());
  return (
    <OfferedField
      {...rest}
      offered={[...unique].reverse().map(([value, note]) => ({ value, note }))}
      onChange={handleChange}
    />
  );
}
