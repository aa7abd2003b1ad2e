import { Button } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { JournalVerdict } from "../../../../api/generated";
import { Problem } from "../../../../api/problem";
import { NumberField } from "../../../../components/forms/fields";
import { Notice, ProblemNotice, Strip } from "../../../../components/states";
import { texts } from "../../../../texts";
import classes from "./journal.module.css";

const words = texts.journal;
const MOST = 1_000_000;

/** How often requests are expected; without an upper bound, at least so often. */
export interface Expected {
  min: number;
  max: number | null;
}

interface ExpectationProps {
  counting: UseMutationResult<JournalVerdict, Error, Expected>;
}

/** Was it asked as often as it should have been? Counted by the server, whose sentence stands below. */
export function Expectation({ counting }: ExpectationProps) {
  const [min, setMin] = useState<number | null>(1);
  const [max, setMax] = useState<number | null>(null);
  const refused = counting.isError ? Problem.from(counting.error) : null;
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    counting.mutate({ min: min ?? 0, max });
  };
  return (
    <>
      <form className={classes.expectation} aria-label={words.howOften} onSubmit={handleSubmit} noValidate>
        <NumberField id="journal-min" label={words.least} min={0} max={MOST} value={min} onChange={setMin} />
        <NumberField
          id="journal-max"
          label={words.most}
          placeholder={words.noLimit}
          min={0}
          max={MOST}
          value={max}
          onChange={setMax}
          error={refused?.about("max")}
        />
        <Button id="journal-verify" type="submit" variant="default" loading={counting.isPending}>
          {words.verify}
        </Button>
      </form>
      {refused && !refused.about("max") ? (
        <Strip>
          <ProblemNotice title={words.verifyFailed} cause={refused} />
        </Strip>
      ) : null}
      {counting.data ? <Verdict verdict={counting.data} /> : null}
    </>
  );
}

function Verdict({ verdict: { holds, verdict, instead } }: { verdict: JournalVerdict }) {
  return (
    <div id="journal-verdict" className={classes.notice}>
      <Notice kind={holds ? "success" : "warning"} title={verdict}>
        {instead.length > 0 ? (
          <>
            <p>{words.instead}</p>
            <ul className={classes.instead}>
              {instead.map((seen) => (
                <li key={seen}>{seen}</li>
              ))}
            </ul>
          </>
        ) : null}
      </Notice>
    </div>
  );
}
