import { NumberField } from "../../../components/forms/fields";
import { Fold } from "../../../components/forms/fold";
import { texts } from "../../../texts";
import { type PaceDraft, paceOf } from "./draft";
import classes from "./sender.module.css";

const words = texts.sender;

interface PaceProps {
  pace: PaceDraft;
  onChange: (pace: PaceDraft) => void;
  errorOf: (field: string) => string | undefined;
}

/** How often and how fast: more than one is a run of the server. */
export function Pace({ pace, onChange, errorOf }: PaceProps) {
  const meant = paceOf(pace);
  const field = (name: keyof PaceDraft, min: number, max: number, placeholder: string, decimals = 0) => (
    <NumberField
      id={`trap-pace-${name}`}
      label={words.paces[name]}
      min={min}
      max={max}
      decimals={decimals}
      value={pace[name]}
      placeholder={placeholder}
      error={errorOf(`pace.${name}`)}
      onChange={(value) => onChange({ ...pace, [name]: value })}
    />
  );
  return (
    <Fold title={words.pace} note={meant ? words.paceNote(meant.count ?? 1, meant.per_s ?? 10) : null}>
      <div className={classes.triple}>
        {field("count", 1, 1_000_000, "1")}
        {field("per_s", 0.001, 10_000, "10", 3)}
        {field("burst", 1, 10_000, "1")}
        {field("from_per_s", 0, 10_000, words.noRamp, 3)}
        {pace.from_per_s === null ? null : field("ramp_s", 1, 86_400, "10")}
      </div>
    </Fold>
  );
}
