import { Activity } from "./activity";
import { Cards } from "./cards";
import classes from "./dashboard.module.css";
import { RecentNotifications } from "./recent";
import { Whereabouts } from "./whereabouts";

export default function Dashboard() {
  return (
    <div className={classes.dashboard}>
      <Cards />
      <Activity />
      <div className={classes.columns}>
        <Whereabouts />
        <RecentNotifications />
      </div>
    </div>
  );
}
