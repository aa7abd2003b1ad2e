import type { ReactNode } from "react";
import type { ShownVarBind, TrapDetail } from "../../api/generated";
import { CopyButton } from "../../components/copy-button";
import { Facts } from "../../components/panel";
import { formatDuration, formatMoment } from "../../components/values/format";
import { texts } from "../../texts";
import { kindOf } from "./columns";
import classes from "./traps.module.css";

const words = texts.traps;

/** What was said, each part with its copy. */
export function Names({ detail }: { detail: TrapDetail }) {
  return (
    <div className={classes.names}>
      <Facts facts={factsOf(detail)} />
      <h3 className={classes.bindingsTitle}>{words.bindings}</h3>
      {detail.varbinds.length === 0 ? (
        <p className={classes.quiet}>{words.noBindings}</p>
      ) : (
        <ul className={classes.bindings}>
          {detail.varbinds.map((varbind, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an OID may occur twice in one notification, its place cannot.
            <Binding key={index} varbind={varbind} />
          ))}
        </ul>
      )}
    </div>
  );
}

function factsOf(detail: TrapDetail): (readonly [string, ReactNode])[] {
  const mono = (text: string) => <span className="mono">{text}</span>;
  const facts: (readonly [string, ReactNode])[] = [
    [
      words.facts.receivedAt,
      <span key="at" className="num">
        {formatMoment(detail.timestamp * 1000)}
      </span>,
    ],
    [words.facts.source, mono(detail.source)],
    [words.facts.local, mono(detail.local)],
  ];
  if (detail.agent_address) facts.push([words.facts.agent, mono(detail.agent_address)]);
  facts.push([words.facts.kind, `${kindOf(detail)}, v${detail.version}`]);
  facts.push([
    words.facts.oid,
    <span key="oid" className={classes.valueLine}>
      {mono(detail.trap_oid)}
      <CopyButton text={detail.trap_oid} />
    </span>,
  ]);
  if (detail.enterprise) facts.push([words.facts.enterprise, mono(detail.enterprise)]);
  if (detail.uptime !== null) facts.push([words.facts.uptime, uptimeText(detail.uptime)]);
  if (detail.anomalies.length > 0) {
    facts.push([
      words.facts.anomalies,
      detail.anomalies.map((found) => words.anomaly(found.kind, found.offset)).join(", "),
    ]);
  }
  return facts;
}

function uptimeText(hundredths: number): string {
  return `${formatDuration(hundredths / 100)} (${hundredths})`;
}

function Binding({ varbind }: { varbind: ShownVarBind }) {
  return (
    <li className={classes.binding}>
      <div className={classes.bindingName} title={varbind.resolved ? varbind.oid : words.unresolved}>
        <span className="mono">{varbind.name}</span>
        <CopyButton text={varbind.oid} label={words.copyOid} />
        <span className={classes.bindingType}>{varbind.type}</span>
      </div>
      <div className={classes.bindingValue}>
        <span className="mono">{varbind.display}</span>
        <CopyButton text={varbind.value} label={words.copyValue} />
      </div>
      {varbind.value === varbind.display ? null : <div className={classes.bindingRaw}>{varbind.value}</div>}
    </li>
  );
}
