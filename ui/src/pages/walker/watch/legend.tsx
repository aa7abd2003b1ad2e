import { colourOf } from "../../../components/chart";
import { formatShort } from "../../../components/chart/short-number";
import { StatusWord } from "../../../components/status";
import { ToolButton } from "../../../components/tool-button";
import { MibName } from "../../../components/values/name";
import { texts } from "../../../texts";
import { type History, type Series, summaryOf } from "./history";
import { meaningOf } from "./readings";
import { stopWatching } from "./watch";
import classes from "./watch.module.css";

const words = texts.watch;
const shown = (value: number | null | undefined, unit: string) =>
  value === null || value === undefined ? texts.words.unknown : `${formatShort(value)}${unit}`;

/** What each line is, what it says now or where one points, and how to be rid of it. */
export function Legend({ history, pointed }: { history: History; pointed: number | null }) {
  return (
    <div className={classes.legend}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{words.columns.name}</th>
            <th scope="col" className={classes.number}>
              {pointed === null ? words.columns.now : words.columns.pointed}
            </th>
            <th scope="col" className={classes.number}>
              {words.columns.least}
            </th>
            <th scope="col" className={classes.number}>
              {words.columns.average}
            </th>
            <th scope="col" className={classes.number}>
              {words.columns.most}
            </th>
            <th scope="col">
              <span className="visually-hidden">{words.columns.stop}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {history.series.map((series, place) => (
            <LegendRow key={series.key} series={series} place={place} pointed={pointed} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LegendRow({ series, place, pointed }: { series: Series; place: number; pointed: number | null }) {
  const { key, label, device, type, points, failure } = series;
  const { now, least, most, average } = summaryOf(series);
  const unit = meaningOf(type) === "rate" ? words.perSecond : type === "TimeTicks" ? words.seconds : "";
  return (
    <tr>
      <td>
        <span className={classes.line}>
          <span className={classes.swatch} style={{ background: `var(${colourOf(place)})` }} />
          <span>
            <MibName name={label} /> <span className={classes.device}>{device}</span>
            {failure ? (
              <span className={classes.failure}>
                <StatusWord tone="bad">{failure}</StatusWord>
              </span>
            ) : null}
          </span>
        </span>
      </td>
      <td className={classes.number}>{shown(pointed === null ? now : points[pointed], unit)}</td>
      <td className={classes.number}>{shown(least, unit)}</td>
      <td className={classes.number}>{shown(average, unit)}</td>
      <td className={classes.number}>{shown(most, unit)}</td>
      <td className={classes.number}>
        <ToolButton icon="close" label={words.stop(label)} isBare onClick={() => stopWatching(key)} />
      </td>
    </tr>
  );
}
