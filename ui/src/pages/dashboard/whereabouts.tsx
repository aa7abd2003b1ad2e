import type { ReactNode } from "react";
import type { SimulatorStatus, TrapsStatus } from "../../api/generated";
import { CommandLine } from "../../components/copy-button";
import { Panel } from "../../components/panel";
import { Sparkline } from "../../components/sparkline";
import { ServiceStatus, StatusWord } from "../../components/status";
import { formatCount } from "../../components/values/format";
import { liveStore, useLive, useNow, useSocket } from "../../live";
import {
  localAddress,
  ownTrapCommand,
  ownWalkCommand,
  reachableHost,
  trapCommand,
  walkCommand,
} from "../../live/addresses";
import type { RateMeter } from "../../live/rate";
import type { ServiceName } from "../../services";
import { texts } from "../../texts";
import classes from "./dashboard.module.css";
import { StartHere } from "./start-here";

const words = texts.dashboard;
const SYSTEM = "1.3.6.1.2.1.1";

/** What runs where, and the lines that make something happen there. */
export function Whereabouts() {
  const simulator = useLive((state) => state.simulator);
  const receiver = useLive((state) => state.traps);
  return (
    <Panel title={words.where} isFlush>
      {simulator || receiver ? null : <p className={classes.unknown}>{words.notKnown}</p>}
      <ServiceBlock
        name="simulator"
        service={simulator}
        meter={liveStore.requestRate}
        help={words.askIt}
        lines={simulator ? linesToAsk(simulator) : []}
      />
      <ServiceBlock
        name="receiver"
        service={receiver}
        meter={liveStore.notificationRate}
        help={words.sendIt}
        lines={receiver ? linesToSend(receiver) : []}
      />
      <WebBlock />
    </Panel>
  );
}

function linesToAsk({ host, port, community }: SimulatorStatus): string[] {
  const reachable = reachableHost(host);
  return [walkCommand(reachable, port, community, "2c", SYSTEM), ownWalkCommand(reachable, port, community, SYSTEM)];
}

function linesToSend({ host, port }: TrapsStatus): string[] {
  const reachable = reachableHost(host);
  return [trapCommand(reachable, port), ownTrapCommand(reachable, port)];
}

interface ServiceBlockProps {
  name: ServiceName;
  service: SimulatorStatus | TrapsStatus | null;
  meter: RateMeter;
  help: string;
  lines: readonly string[];
}

function ServiceBlock({ name, service, meter, help, lines }: ServiceBlockProps) {
  if (!service) return null;
  return (
    <Block
      name={words.service[name]}
      state={<ServiceStatus service={service} />}
      address={service.running ? localAddress(service) : null}
      rate={service.running ? <Rate meter={meter} /> : null}
    >
      {service.running ? (
        <>
          <p className={classes.serviceHelp}>{help}</p>
          {lines.map((line) => (
            <CommandLine key={line} command={line} />
          ))}
        </>
      ) : (
        <div className={classes.startHere}>
          <span className={classes.serviceHelp}>{words.startToUse}</span>
          <StartHere name={name} />
        </div>
      )}
    </Block>
  );
}

/** This page's own server, as scripts reach it. */
function WebBlock() {
  const { phase } = useSocket();
  const { origin, host } = window.location;
  const isOnline = phase === "online";
  return (
    <Block
      name={words.service.web}
      state={
        <StatusWord tone={isOnline ? "good" : "changing"}>
          {isOnline ? texts.words.running : texts.words.unknown}
        </StatusWord>
      }
      address={host}
    >
      <p className={classes.serviceHelp}>{words.askWeb}</p>
      <CommandLine command={`curl -s ${origin}/api/health`} />
    </Block>
  );
}

interface BlockProps {
  name: string;
  state: ReactNode;
  address: string | null;
  rate?: ReactNode;
  children: ReactNode;
}

function Block({ name, state, address, rate, children }: BlockProps) {
  return (
    <div className={classes.service}>
      <div className={classes.serviceHead}>
        <h3 className={classes.serviceName}>{name}</h3>
        {state}
        {address === null ? null : <span className="mono">{address}</span>}
        <span className={classes.spacer} />
        {rate}
      </div>
      {children}
    </div>
  );
}

function Rate({ meter }: { meter: RateMeter }) {
  const now_ms = useNow();
  return (
    <span className={classes.rate} title={words.lastMinute}>
      <Sparkline values={meter.history(now_ms)} />
      <span className="num">{texts.words.perSecond(formatCount(meter.perSecond(now_ms)))}</span>
    </span>
  );
}
