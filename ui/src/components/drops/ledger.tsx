import type { Ledger } from "../../api/generated";
import { texts } from "../../texts";
import { StatusWord } from "../status";
import { formatCount } from "../values/format";
import classes from "./drops.module.css";

const words = texts.drops;

/** What became of everything that came: the parts, and whether they sum. */
export function LedgerLine({ ledger: { received, kernel_drops, used, dropped, difference } }: { ledger: Ledger }) {
  const parts = [...Object.entries(used), ["dropped", dropped] as const].filter(([, amount]) => amount > 0);
  return (
    <div className={classes.ledger}>
      <dl className={classes.sum}>
        <Part name={words.received} amount={received} />
        {parts.map(([name, amount], index) => (
          <Part key={name} sign={index === 0 ? "=" : "+"} name={words.used[name] ?? name} amount={amount} />
        ))}
        {difference === 0 ? null : <Part sign="+" name={words.onTheirWay} amount={difference} />}
      </dl>
      <StatusWord tone={difference === 0 ? "good" : "changing"}>
        {difference === 0 ? words.sums : words.settling}
      </StatusWord>
      {kernel_drops > 0 ? (
        <StatusWord tone="bad">{words.kernelDrops(formatCount(kernel_drops))}</StatusWord>
      ) : (
        <span className={classes.quiet}>{words.noKernelDrops}</span>
      )}
    </div>
  );
}

function Part({ sign, name, amount }: { sign?: string; name: string; amount: number }) {
  return (
    <div className={classes.part}>
      {sign ? <span aria-hidden="true">{sign}</span> : null}
      <dt>{name}</dt>
      <dd className="num">{formatCount(amount)}</dd>
    </div>
  );
}
