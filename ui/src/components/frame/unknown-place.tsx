import { useLocation } from "wouter";
import { isPlace } from "../../pages";
import { texts } from "../../texts";
import { Icon } from "../icon";
import { ToolButton } from "../tool-button";
import classes from "./lost-bar.module.css";

const words = texts.frame.unknownPlace;
const SHOWN = 60;

/** An address that no page has shows the dashboard; that it is not what was asked for is said, with the ways on. */
export function UnknownPlace({ onPalette }: { onPalette: () => void }) {
  const [path, navigate] = useLocation();
  if (isPlace(path)) return null;
  return (
    <div id="unknown-place" className={classes.bar} role="status">
      <Icon name="alert" size={14} />
      <span>{words.told(`#${path.slice(1, SHOWN)}`)}</span>
      <ToolButton icon="search" label={words.find} isWordy onClick={onPalette} />
      <ToolButton icon="close" label={texts.words.close} isBare onClick={() => navigate("/dashboard")} />
    </div>
  );
}
