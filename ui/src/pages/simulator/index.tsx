import { useQuery } from "@tanstack/react-query";
import { simulatorCalls } from "../../api/calls";
import { keys } from "../../api/queries";
import { Drops } from "../../components/drops";
import { Snmpv3 } from "../../components/snmpv3";
import { liveStore, useLive } from "../../live";
import { Control } from "./control";
import { Devices } from "./devices";
import { RequestLog } from "./request-log";
import classes from "./simulator.module.css";

/** Starts and stops are pushed; counts of drops are not, so this page asks for them while it is open. */
const DROPS_EVERY_MS = 5_000;

async function askStatus() {
  const simulator = await simulatorCalls.status();
  liveStore.accept({ simulator });
  return simulator;
}

/** The simulated agents: whether they run, what they are, and what they are being asked. */
export default function Simulator() {
  const status = useLive((state) => state.simulator);
  useQuery({ queryKey: keys.simulator, queryFn: askStatus, refetchInterval: DROPS_EVERY_MS });
  return (
    <div className={classes.page}>
      <div className={classes.side}>
        <Control status={status} />
        <Devices status={status} />
        {status?.engine ? (
          <Snmpv3 id="sim-engine" engine={status.engine} users={status.users} refused={status.refused_users} />
        ) : null}
        <Drops area="simulator" />
      </div>
      <RequestLog status={status} />
    </div>
  );
}
