import { useNow } from "../../live";
import { useStore } from "../../live/external-store";
import { formatDuration, formatMoment, formatTime } from "./format";
import { timeZone } from "./time-zone";

export function Time({ at_ms }: { at_ms: number }) {
  useStore(timeZone, (zone) => zone);
  return (
    <time className="num" dateTime={new Date(at_ms).toISOString()} title={formatMoment(at_ms)}>
      {formatTime(at_ms)}
    </time>
  );
}

/** A duration that goes on: `base_s` was right when `base_s` last changed on the server. */
export function Uptime({ since_ms }: { since_ms: number }) {
  const now_ms = useNow();
  return <span className="num">{formatDuration((now_ms - since_ms) / 1000)}</span>;
}
