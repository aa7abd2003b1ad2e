import type { SimulatedDevice, SimulatorStatus } from "../../api/generated";
import { CopyButton } from "../../components/copy-button";
import { Fold } from "../../components/forms/fold";
import { Panel } from "../../components/panel";
import { formatCount } from "../../components/values/format";
import { texts } from "../../texts";
import { SetValues } from "./set-values";
import classes from "./simulator.module.css";

const words = texts.simulator;

/** Which community is answered by which device, and what had to be repaired in their recordings. */
export function Devices({ status }: { status: SimulatorStatus | null }) {
  const devices = status?.running ? status.devices : [];
  const hidden = (status?.devices_total ?? 0) - devices.length;
  if (devices.length === 0) {
    return (
      <Panel title={words.devices}>
        <p className={classes.quiet}>{words.noDevices}</p>
      </Panel>
    );
  }
  return (
    <Panel title={words.devices} isFlush>
      <ul>
        {devices.map((device) => (
          <Device key={device.id} device={device} />
        ))}
      </ul>
      {hidden > 0 ? <p className={classes.more}>{words.moreDevices(formatCount(hidden))}</p> : null}
      <SetValues count={status?.set_values ?? 0} />
      <Warnings warnings={status?.warnings ?? []} />
    </Panel>
  );
}

function Device({ device }: { device: SimulatedDevice }) {
  return (
    <li className={classes.device}>
      <div className={classes.deviceText}>
        <span className={classes.deviceName}>{device.name}</span>
        <span className={classes.deviceSource} title={device.source}>
          <bdi>{device.source}</bdi>
        </span>
      </div>
      <span className={classes.deviceCount}>
        {device.state === "cold"
          ? words.notAskedYet
          : `${formatCount(device.instances)} ${words.instances.toLowerCase()}`}
      </span>
      <span className={classes.community}>
        <span className="mono">{device.community}</span>
        <CopyButton text={device.community} label={`${texts.words.copy}: ${words.deviceCommunity}`} />
      </span>
    </li>
  );
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <div className={classes.warnings}>
      <Fold title={words.warnings(warnings.length)}>
        <ul className={classes.warningList}>
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </Fold>
    </div>
  );
}
