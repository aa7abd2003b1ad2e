import { texts } from "../../texts";
import { Icon } from "../icon";
import { useServerHealth } from "./connection";
import classes from "./lost-bar.module.css";

/** What an administrator has to see to; it stays until the server does not say it any more. */
export function NoticeBar() {
  const { notices } = useServerHealth();
  return notices.map(({ code, file }) => (
    <div key={file} className={classes.bar} role="status">
      <Icon name="alert" size={14} />
      {code === "database_damaged" ? texts.frame.databaseDamaged(file) : texts.frame.databaseSetAside(file)}
    </div>
  ));
}
