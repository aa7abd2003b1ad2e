import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { SimulatorStatus, TrapsStatus } from "../../api/generated";
import { CommandLine } from "../../components/copy-button";
import { Panel } from "../../components/panel";
import { Sparkline } from "../../components/sparkline";
import { ProblemNotice } from "../../components/states";
import { ServiceStatus } from "../../components/status";
import { formatCount } from "../../components/values/format";
import { liveStore, useLive, useNow } from "../../live";
import { localAddress, reachableHost, trapCommand, walkCommand } from "../../live/addresses";
import type { RateMeter } from "../../live/rate";
import { type ServiceName, useService } from "../../services";
import { texts } from "../../texts";
import classes from "./dashboard.module.css";

const words = texts.dashboard;

/** What runs where, and the line that makes something happen there. */
export function Whereabouts() {
  const simulator = useLive((state) => state.simulator);
  const receiver = useLive((state) => state.traps);
  return (
    <Panel title={words.where} isFlush>
      {simulator || receiver ? null : <p className={classes.unknown}>{words.notKnown}</p>}
      <ServiceBlock name="simulator" service={simulator} meter={liveStore.requestRate} help={words.askIt}>
        {simulator?.port
          ? walkCommand(reachableHost(simulator.host), simulator.port, simulator.community, "2c", "1.3.6.1.2.1.1")
          : null}
      </ServiceBlock>
      <ServiceBlock name="receiver" service={receiver} meter={liveStore.notificationRate} help={words.sendIt}>
        {receiver?.port ? trapCommand(reachableHost(receiver.host), receiver.port) : null}
      </ServiceBlock>
    </Panel>
  );
}

interface ServiceBlockProps {
  name: ServiceName;
  service: SimulatorStatus | TrapsStatus | null;
  meter: RateMeter;
  help: string;
  children: string | null;
}

function ServiceBlock({ name, service, meter, help, children }: ServiceBlockProps) {
  if (!service) return null;
  return (
    <div className={classes.service}>
      <div className={classes.serviceHead}>
        <h3 className={classes.serviceName}>{words.service[name]}</h3>
        <ServiceStatus service={service} />
        {service.running ? <span className="mono">{localAddress(service)}</span> : null}
        <span className={classes.spacer} />
        {service.running ? <Rate meter={meter} /> : null}
      </div>
      {service.running && children ? (
        <>
          <p className={classes.serviceHelp}>{help}</p>
          <CommandLine command={children} />
        </>
      ) : (
        <StartHere name={name}>{words.startToUse}</StartHere>
      )}
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

function StartHere({ name, children }: { name: ServiceName; children: ReactNode }) {
  const service = useService(name);
  return (
    <>
      <div className={classes.startHere}>
        <span className={classes.serviceHelp}>{children}</span>
        <Button
          variant="default"
          size="compact-sm"
          loading={service.isPending}
          onClick={() => service.mutate({ act: "start" })}
        >
          {words.start}
        </Button>
      </div>
      {service.isError ? (
        <ProblemNotice title={texts[name === "simulator" ? "simulator" : "traps"].startFailed} cause={service.error} />
      ) : null}
    </>
  );
}
