import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { ExplainedBinding, ShownVarBind, TrapDetail, TrapExplanation, TrapSecurity } from "../../api/generated";
import { keys } from "../../api/queries";
import { insightCalls } from "../../api/trap-sending";
import { CopyButton } from "../../components/copy-button";
import { Fold } from "../../components/forms/fold";
import { Facts } from "../../components/panel";
import { StatusWord } from "../../components/status";
import { formatCount, formatDuration, formatElapsed, formatMoment } from "../../components/values/format";
import { MibName } from "../../components/values/name";
import { reflowed } from "../../components/values/prose";
import { useLive } from "../../live";
import { texts } from "../../texts";
import { kindOf, severityOf, severityTones } from "./columns";
import { usePlace } from "./place";
import classes from "./traps.module.css";
import { undefinedPart } from "./unresolved";

const words = texts.traps;

/** What was said, each part with its copy. */
export function Names({ detail }: { detail: TrapDetail }) {
  const asked = useQuery({
    queryKey: keys.trapExplanation(detail.id),
    queryFn: () => insightCalls.explanation(detail.id),
  });
  const explained = asked.data;
  return (
    <div className={classes.names}>
      {detail.sentence ? <p className={classes.said}>{detail.sentence}</p> : null}
      {detail.resolved ? null : <Unresolved oid={detail.trap_oid} />}
      {explained?.description ? (
        <Fold title={words.description}>
          <p className={classes.prose}>{reflowed(explained.description)}</p>
        </Fold>
      ) : null}
      <Facts facts={[...factsOf(detail), ...previousOf(explained)]} />
      <h3 className={classes.bindingsTitle}>{words.bindings}</h3>
      {detail.varbinds.length === 0 ? (
        <p className={classes.quiet}>{words.noBindings}</p>
      ) : (
        <ul className={classes.bindings}>
          {detail.varbinds.map((varbind, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an OID may occur twice in one notification, its place cannot.
            <Binding key={index} varbind={varbind} explained={explained?.bindings[index]} />
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
    words.facts.severity,
    <StatusWord key="severity" tone={severityTones[detail.severity] ?? "idle"}>
      {severityOf(detail)}
    </StatusWord>,
  ]);
  if (detail.tags.length > 0) facts.push([words.facts.tags, detail.tags.join(", ")]);
  if (detail.repeats > 1) facts.push([words.facts.repeats, words.repeated(formatCount(detail.repeats))]);
  if (detail.resolved && detail.trap_name !== detail.trap_type) {
    facts.push([
      words.facts.name,
      <span key="name" className={classes.valueLine}>
        <MibName name={detail.trap_name} />
        <CopyButton text={detail.trap_name} />
      </span>,
    ]);
  }
  facts.push([
    words.facts.oid,
    <span key="oid" className={classes.valueLine}>
      {mono(detail.trap_oid)}
      <CopyButton text={detail.trap_oid} />
    </span>,
  ]);
  if (detail.enterprise) facts.push([words.facts.enterprise, mono(detail.enterprise)]);
  if (detail.uptime !== null) facts.push([words.facts.uptime, uptimeText(detail.uptime)]);
  if (detail.security) facts.push([words.facts.security, <Security key="security" security={detail.security} />]);
  if (detail.anomalies.length > 0) {
    facts.push([
      words.facts.anomalies,
      detail.anomalies.map((found) => words.anomaly(found.kind, found.offset)).join(", "),
    ]);
  }
  return facts;
}

/** How long ago the same was said before, and the way there. */
function previousOf(explained: TrapExplanation | undefined): (readonly [string, ReactNode])[] {
  const previous = explained?.previous;
  if (!previous) return [];
  return [[words.facts.previous, <Previous key="previous" {...previous} />]];
}

function Previous({ id, before_s }: NonNullable<TrapExplanation["previous"]>) {
  const [, go] = usePlace();
  return (
    <button type="button" className={classes.link} onClick={() => go({ open: id })}>
      {words.before(formatElapsed(before_s))}
    </button>
  );
}

/** How it came by SNMPv3; the engine's ID is what people compare and paste. */
function Security({ security }: { security: TrapSecurity }) {
  const { level, user, engine, engine_id, context_name } = security;
  return (
    <span id="trap-security" className={classes.valueLine}>
      <span title={engine_id}>
        {words.security(level, user, engine)}
        {context_name ? words.context(context_name) : null}
      </span>
      <CopyButton text={engine_id} label={words.copyEngineId} />
    </span>
  );
}

function uptimeText(hundredths: number): string {
  return `${formatDuration(hundredths / 100)} (${hundredths})`;
}

function Binding({ varbind, explained }: { varbind: ShownVarBind; explained: ExplainedBinding | undefined }) {
  const index = explained?.index ?? [];
  return (
    <li className={classes.binding}>
      <div className={classes.bindingName} title={varbind.oid}>
        <MibName name={varbind.name} />
        <CopyButton text={varbind.oid} label={words.copyOid} />
        <span className={classes.bindingType}>{varbind.type}</span>
      </div>
      <div className={classes.bindingValue}>
        <span className="mono">{varbind.display}</span>
        <CopyButton text={varbind.display} label={words.copyShown} />
      </div>
      {varbind.name === varbind.oid && varbind.value === varbind.display ? null : (
        <div className={classes.bindingRaw}>
          <span>
            {varbind.oid} = {varbind.value}
          </span>
          <CopyButton text={varbind.value} label={words.copyValue} />
        </div>
      )}
      {index.length > 0 ? (
        <p className={classes.index}>{index.map(({ column, value }) => `${column} = ${value}`).join(", ")}</p>
      ) : null}
      {explained?.description ? (
        <Fold title={explained.name || varbind.name} note={explained.syntax}>
          <p className={classes.prose}>{reflowed(explained.description)}</p>
        </Fold>
      ) : null}
      {varbind.resolved ? null : <Unresolved oid={varbind.oid} />}
    </li>
  );
}

/** Why there is no name, and what would give one. */
function Unresolved({ oid }: { oid: string }) {
  const showsNames = useLive((state) => state.traps?.resolve_mibs ?? true);
  if (!showsNames) return <p className={classes.unresolved}>{words.namesOff}</p>;
  return (
    <p className={classes.unresolved}>
      {words.unresolved(undefinedPart(oid))}{" "}
      <Link href="/mibs" className={classes.remedy}>
        {words.uploadMib}
      </Link>
    </p>
  );
}
