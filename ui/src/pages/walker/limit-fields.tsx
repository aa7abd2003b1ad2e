import { NumberField } from "../../components/forms/fields";
import { texts } from "../../texts";
import { defaultLimits, type Limits, type WalkDraft } from "./request";
import classes from "./walker.module.css";

const words = texts.walker;

const limits: readonly { name: keyof Limits; label: string; min: number; max: number; decimals?: number }[] = [
  { name: "timeout_s", label: words.timeout, min: 0.1, max: 60, decimals: 2 },
  { name: "retries", label: words.retries, min: 0, max: 10 },
  { name: "max_repetitions", label: words.maxRepetitions, min: 1, max: 1000 },
  { name: "max_rows", label: words.maxRows, min: 1, max: 1_000_000 },
  { name: "max_time_s", label: words.maxTime, min: 1, max: 3600 },
];

interface LimitFieldsProps {
  draft: WalkDraft;
  onChange: (change: Partial<WalkDraft>) => void;
  errorOf: (field: keyof WalkDraft) => string | undefined;
}

export function LimitFields({ draft, onChange, errorOf }: LimitFieldsProps) {
  return (
    <div className={classes.limits}>
      {limits.map(({ name, ...bounds }) => (
        <NumberField
          key={name}
          {...bounds}
          value={draft[name]}
          placeholder={String(defaultLimits[name] ?? words.asManyAsFit)}
          error={errorOf(name)}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
    </div>
  );
}
