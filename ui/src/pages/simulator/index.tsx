import { useQuery } from "@tanstack/react-query";
import { simulatorCalls } from "../../api/calls";
import { keys } from "../../api/queries";
import { useLive } from "../../live";
import { Control } from "./control";
import { Devices } from "./devices";
import { Drops } from "./drops";
import { RequestLog } from "./request-log";
import classes from "./simulator.module.css";

/** The simulated agents: whether they run, what they are, and what they are being asked. */
export default function Simulator() {
  const pushed = useLive((state) => state.simulator);
  const asked = useQuery({ queryKey: keys.simulator, queryFn: simulatorCalls.status }).data;
  // What is pushed is newer; devices and drops may come by REST alone.
  const status = pushed ? { ...asked, ...pushed } : (asked ?? null);
  return (
    <div className={classes.page}>
      <div className={classes.side}>
        <Control status={status} />
        <Devices devices={status?.devices ?? []} isRunning={status?.running ?? false} />
        <Drops status={status} />
      </div>
      <RequestLog status={status} />
    </div>
  );
}
