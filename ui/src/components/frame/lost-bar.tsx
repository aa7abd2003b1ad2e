import { useEffect, useState } from "react";
import { session } from "../../api/session";
import { useSocket } from "../../live";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { Icon } from "../icon";
import { formatClock } from "../values/format";
import classes from "./lost-bar.module.css";

/** A short loss is nobody's business; the bar waits this long before it speaks. */
const QUIET_MS = 1500;

export function LostBar() {
  const { down_since_ms } = useSocket();
  const isActive = useStore(session, (state) => state.phase === "active");
  const [shownFor, setShownFor] = useState<number | null>(null);
  useEffect(() => {
    if (down_since_ms === null) {
      setShownFor(null);
      return undefined;
    }
    const timer = setTimeout(() => setShownFor(down_since_ms), down_since_ms + QUIET_MS - Date.now());
    return () => clearTimeout(timer);
  }, [down_since_ms]);
  if (shownFor === null || !isActive) return null;
  return (
    <div className={classes.bar} role="status">
      <Icon name="alert" size={14} />
      {texts.frame.lostSince(formatClock(shownFor))}
    </div>
  );
}
