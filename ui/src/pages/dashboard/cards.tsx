import type { ReactNode } from "react";
import { Link } from "wouter";
import type { SimulatorStatus, TrapsStatus } from "../../api/generated";
import { serviceState, type Tone } from "../../components/status";
import { formatCount } from "../../components/values/format";
import { Uptime } from "../../components/values/time";
import { useLive } from "../../live";
import { localAddress } from "../../live/addresses";
import { texts } from "../../texts";
import classes from "./dashboard.module.css";

const words = texts.dashboard;

/** The four published cards: ids and values are read by scripts, so the values are bare. */
export function Cards() {
  return (
    <div className={classes.cards}>
      <MibCards />
      <SimulatorCard />
      <ReceiverCard />
    </div>
  );
}

interface CardProps {
  id: string;
  href: string;
  title: string;
  value: string | number;
  tone?: Tone | undefined;
  children?: ReactNode;
}

function Card({ id, href, title, value, tone, children }: CardProps) {
  return (
    <Link href={href} className={classes.card}>
      <span className={classes.cardTitle}>{title}</span>
      <span className={classes.cardLine}>
        {tone ? <span className={classes.toneDot} data-tone={tone} /> : null}
        <span id={id} className={classes.cardValue}>
          {value}
        </span>
      </span>
      <span className={classes.cardHelp}>{children}</span>
    </Link>
  );
}

function MibCards() {
  const mibs = useLive((state) => state.mibs);
  const failed = mibs?.failed ?? 0;
  return (
    <>
      <Card id="stat-mibs" href="/mibs" title={words.mibs} value={mibs?.loaded ?? texts.words.unknown}>
        {failed > 0 ? words.mibsFailed(formatCount(failed)) : words.mibsLoaded}
      </Card>
      <Card id="stat-traps" href="/mibs" title={words.trapTypes} value={mibs?.traps_available ?? texts.words.unknown}>
        {words.trapTypesHelp}
      </Card>
    </>
  );
}

function toneOf(service: SimulatorStatus | TrapsStatus | null): Tone | undefined {
  if (!service) return undefined;
  if (service.running) return "good";
  return serviceState(service) === "crashed" ? "bad" : "idle";
}

function SimulatorCard() {
  const simulator = useLive((state) => state.simulator);
  const since_ms = useLive((state) => state.simulator_since_ms);
  const value = simulator ? (simulator.running ? texts.words.online : texts.words.offline) : texts.words.unknown;
  return (
    <Card id="stat-simulator" href="/simulator" title={words.simulator} value={value} tone={toneOf(simulator)}>
      <ServiceHelp service={simulator} since_ms={since_ms} />
    </Card>
  );
}

function ReceiverCard() {
  const receiver = useLive((state) => state.traps);
  const since_ms = useLive((state) => state.receiver_since_ms);
  const value = receiver ? (receiver.running ? texts.words.running : texts.words.stopped) : texts.words.unknown;
  return (
    <Card id="stat-receiver" href="/traps" title={words.receiver} value={value} tone={toneOf(receiver)}>
      <ServiceHelp service={receiver} since_ms={since_ms} />
    </Card>
  );
}

function ServiceHelp({
  service,
  since_ms,
}: {
  service: SimulatorStatus | TrapsStatus | null;
  since_ms: number | null;
}) {
  if (!service) return null;
  if (!service.running) return <>{service.error ?? words.notStarted}</>;
  return (
    <>
      <span className="mono">{localAddress(service)}</span>
      {since_ms === null ? null : (
        <>
          {" · "}
          <Uptime since_ms={since_ms} />
        </>
      )}
    </>
  );
}
