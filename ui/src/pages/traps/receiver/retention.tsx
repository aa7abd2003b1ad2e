import { Link } from "wouter";
import { Facts, Panel } from "../../../components/panel";
import { formatCount } from "../../../components/values/format";
import { useLive } from "../../../live";
import { texts } from "../../../texts";
import classes from "../traps.module.css";

const words = texts.receiver;

/** How many are stored, and how many the policy took away. */
export function Retention() {
  const receiver = useLive((state) => state.traps);
  if (!receiver) return null;
  const count = (amount: number) => <span className="num">{formatCount(amount)}</span>;
  const policy = (
    <Link href="/settings?tab=notifications" className={classes.remedy}>
      {words.policy}
    </Link>
  );
  return (
    <Panel title={words.kept} action={policy}>
      <Facts
        facts={[
          [words.facts.stored, count(receiver.total)],
          [words.facts.waiting, count(receiver.waiting)],
          [words.facts.pruned, count(receiver.pruned)],
        ]}
      />
    </Panel>
  );
}
