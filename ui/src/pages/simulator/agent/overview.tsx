import type { ReactNode } from "react";
import type { AgentRecord, SimulatorStatus } from "../../../api/generated";
import { CommandLine, CopyButton } from "../../../components/copy-button";
import { useCredentials } from "../../../components/forms/identity";
import { Facts } from "../../../components/panel";
import { Notice } from "../../../components/states";
import { formatAddress, formatCount } from "../../../components/values/format";
import { Time } from "../../../components/values/time";
import { texts } from "../../../texts";
import { sourceOf } from "../agents/columns";
import type { ListedAgent } from "../agents/listed";
import { RecordProgress } from "../agents/record-progress";
import classes from "../agents.module.css";
import { linesFor, placeOf } from "./lines";
import { LogLink } from "./log-link";

const words = texts.agents;

interface OverviewProps {
  agent: ListedAgent;
  status: SimulatorStatus | null;
}

/** What an agent is, how it is asked, what it has done, and what had to be repaired in its recording. */
export function Overview({ agent, status }: OverviewProps) {
  return (
    <>
      {agent.error ? (
        <Notice kind="error" title={words.failed}>
          <p>{agent.error}</p>
        </Notice>
      ) : null}
      {agent.state === "recording" && agent.job ? <RecordProgress id={agent.job} /> : null}
      <Facts facts={factsOf(agent, status)} />
      <Lines agent={agent} status={status} />
      {agent.findings.length > 0 ? (
        <section className={classes.part}>
          <h3>{words.findings}</h3>
          <ul className={classes.findings}>
            {agent.findings.map((finding) => (
              <li key={finding}>{finding}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function factsOf(agent: ListedAgent, status: SimulatorStatus | null): (readonly [string, ReactNode])[] {
  const { community, context, user } = agent.addresses;
  const place = status?.running ? placeOf(agent, status) : null;
  const told: (readonly [string, ReactNode])[] = [
    [words.facts.source, sourceOf(agent)],
    [words.facts.address, place ? copied(formatAddress(place.host, place.port)) : agent.addresses.listen],
    [words.community, community && copied(community)],
    [words.context, context && copied(context)],
    [words.user, user && copied(user)],
    [words.engineId, agent.engine_id && copied(agent.engine_id)],
    [words.seed, agent.seed ? String(agent.seed) : null],
    [words.columns.instances, agent.instances ? formatCount(agent.instances) : words.notCounted],
    [
      words.facts.requests,
      <span key="requests">
        {requestsOf(agent)} · <LogLink agent={agent}>{words.inLog}</LogLink>
      </span>,
    ],
    [words.facts.last, agent.last_request_at && <Time key="last" at_ms={agent.last_request_at * 1000} />],
  ];
  return told.filter(([, value]) => value);
}

function requestsOf({ requests, varbinds, errors, requests_per_s }: ListedAgent): string {
  if (requests === 0) return words.neverAsked;
  const parts = [words.asked(formatCount(requests), formatCount(varbinds))];
  if (errors > 0) parts.push(words.withErrors(formatCount(errors), errors === 1));
  if (requests_per_s > 0) parts.push(texts.words.perSecond(formatCount(requests_per_s)));
  return parts.join(", ");
}

function copied(text: string): ReactNode {
  return (
    <span className={classes.copied}>
      <span className="mono">{text}</span>
      <CopyButton text={text} />
    </span>
  );
}

function Lines({ agent, status }: { agent: AgentRecord; status: SimulatorStatus | null }) {
  const credentials = useCredentials();
  const users = (credentials.data?.data ?? []).filter((one) => one.kind === "user" && one.for_simulator);
  return (
    <section className={classes.part} aria-label={words.lines}>
      <h3>{words.lines}</h3>
      {!status?.running ? (
        <p className={classes.quiet}>{words.linesStopped}</p>
      ) : agent.enabled ? (
        linesFor(agent, status, users).map(({ how, command }) => (
          <div key={how} className={classes.line} data-how={how}>
            <span className={classes.quiet}>{words.lineFor[how]}</span>
            <CommandLine command={command} />
          </div>
        ))
      ) : (
        <p className={classes.quiet}>{words.linesOff}</p>
      )}
    </section>
  );
}
