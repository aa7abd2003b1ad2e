import type { SimulatedDevice } from "../../api/generated";
import { CopyButton } from "../../components/copy-button";
import { Panel } from "../../components/panel";
import { formatCount } from "../../components/values/format";
import { texts } from "../../texts";
import classes from "./simulator.module.css";

const words = texts.simulator;

/** Which community is answered by which device. */
export function Devices({ devices, isRunning }: { devices: readonly SimulatedDevice[]; isRunning: boolean }) {
  return (
    <Panel title={words.devices} isFlush={isRunning && devices.length > 0}>
      {isRunning && devices.length > 0 ? (
        <ul>
          {devices.map((device) => (
            <li key={device.community} className={classes.device}>
              <div className={classes.deviceText}>
                <span className={classes.deviceName}>{device.name}</span>
                <span className={classes.deviceSource} title={device.source}>
                  <bdi>{device.source}</bdi>
                </span>
              </div>
              <span className={classes.deviceCount}>
                {formatCount(device.instances)} {words.instances.toLowerCase()}
              </span>
              <span className={classes.community}>
                <span className="mono">{device.community}</span>
                <CopyButton text={device.community} label={`${texts.words.copy}: ${words.deviceCommunity}`} />
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className={classes.quiet}>{words.noDevices}</p>
      )}
    </Panel>
  );
}
