import { Activity } from "./activity";
import { Cards } from "./cards";
import classes from "./dashboard.module.css";
import { DroppedPanel } from "./dropped";
import { FirstSteps } from "./first-steps";
import { Health } from "./health";
import { RecentNotifications } from "./recent";
import { RecentWalks } from "./recent-walks";
import { TrafficPanel } from "./traffic-chart";
import { Whereabouts } from "./whereabouts";

/** All of the workbench at a glance: pushed by the socket, so that nothing here asks the server again and again. */
export default function Dashboard() {
  return (
    <div className={classes.dashboard}>
      <FirstSteps />
      <Cards />
      <Activity />
      <div className={classes.columns}>
        <div className={classes.column}>
          <TrafficPanel />
          <Whereabouts />
        </div>
        <div className={classes.column}>
          <Health />
          <DroppedPanel />
          <RecentNotifications />
          <RecentWalks />
        </div>
      </div>
    </div>
  );
}
