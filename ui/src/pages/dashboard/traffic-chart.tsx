import { useState } from "react";
import { Chart, colourOf, type Span } from "../../components/chart";
import { formatShort } from "../../components/chart/short-number";
import { Panel } from "../../components/panel";
import { LoadingState, ProblemNotice } from "../../components/states";
import { formatClock } from "../../components/values/format";
import { texts } from "../../texts";
import { SPAN_S, type Traffic } from "./traffic";
import classes from "./traffic.module.css";
import { useTraffic } from "./use-traffic";

const words = texts.dashboard.traffic;
const HEIGHT_PX = 180;
const places = [0, 1];
const usual: Span = { kind: "last", seconds: SPAN_S };

/** Requests and notifications a second over the last 15 minutes. */
export function TrafficPanel() {
  const { data, isError, error, refetch } = useTraffic();
  return (
    <Panel title={words.title}>
      {isError ? (
        <ProblemNotice title={words.loadFailed} cause={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Lines traffic={data} />
      ) : (
        <LoadingState />
      )}
    </Panel>
  );
}

function Lines({ traffic }: { traffic: Traffic }) {
  const [span, setSpan] = useState(usual);
  const [pointed, setPointed] = useState<number | null>(null);
  const series = [
    { key: "requests", label: words.requests, points: traffic.requests },
    { key: "notifications", label: words.notifications, points: traffic.notifications },
  ];
  const at_s = pointed === null ? undefined : traffic.times[pointed];
  return (
    <figure className={classes.figure}>
      <Chart
        label={words.chart}
        times={traffic.times}
        series={series}
        places={places}
        span={span}
        height_px={HEIGHT_PX}
        onSpan={(next) => setSpan(next.kind === "all" ? usual : next)}
        onPoint={setPointed}
      />
      <figcaption className={classes.legend}>
        {series.map(({ key, label, points }, place) => (
          <span key={key} className={classes.line}>
            <span className={classes.swatch} style={{ background: `var(${colourOf(place)})` }} />
            {label}
            <b className="num">
              {texts.words.perSecond(formatShort((at_s === undefined ? points.at(-1) : points[pointed ?? 0]) ?? 0))}
            </b>
          </span>
        ))}
        <span className={classes.at}>{at_s === undefined ? words.measured : formatClock(at_s * 1000)}</span>
      </figcaption>
    </figure>
  );
}
