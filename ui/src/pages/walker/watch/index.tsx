import { SegmentedControl, Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ActButton } from "../../../components/act-button";
import { Chart, type Span } from "../../../components/chart";
import { NameField } from "../../../components/forms/name-field";
import { saveFile } from "../../../components/save-file";
import { EmptyState } from "../../../components/states";
import { ToolButton } from "../../../components/tool-button";
import { formatCount } from "../../../components/values/format";
import { useStore } from "../../../live/external-store";
import { texts } from "../../../texts";
import type { WalkRequest } from "../request";
import { historyAsCsv } from "./csv";
import { MOST_SERIES, seriesOf } from "./history";
import { Legend } from "./legend";
import type { Meaning } from "./readings";
import { changeInterval, forgetWatch, pauseWatch, startWatching, watch } from "./watch";
import classes from "./watch.module.css";

const words = texts.watch;
const intervals = [1, 2, 5, 10, 30, 60].map((seconds) => ({ value: String(seconds), label: words.every(seconds) }));
const spans = [60, 300, 900, 3600] as const;
const meanings: readonly Meaning[] = ["rate", "value"];

/** Numbers of devices, drawn as they move. */
export function Watching({ request }: { request: () => WalkRequest | null }) {
  const { history } = useStore(watch, (state) => state);
  const [span, setSpan] = useState<Span>({ kind: "last", seconds: 300 });
  const [pointed, setPointed] = useState<number | null>(null);
  if (history.series.length === 0) {
    return (
      <section id="walk-watch" className={classes.watch}>
        <EmptyState title={words.empty} help={words.emptyHelp}>
          <AddNumber request={request} />
        </EmptyState>
      </section>
    );
  }
  const placeOf = (key: string) => history.series.findIndex((one) => one.key === key);
  return (
    <section id="walk-watch" className={classes.watch}>
      <Controls span={span} onSpan={setSpan} />
      <div className={classes.body}>
        {meanings.map((meaning) => {
          const series = seriesOf(history, meaning);
          return series.length === 0 ? null : (
            <figure key={meaning} className={classes.figure}>
              <figcaption className={classes.caption}>{words.meanings[meaning]}</figcaption>
              <Chart
                label={words.chartOf(series.map(({ label }) => label).join(", "))}
                times={history.times}
                series={series}
                places={series.map(({ key }) => placeOf(key))}
                span={span}
                onSpan={setSpan}
                onPoint={setPointed}
              />
            </figure>
          );
        })}
        <Legend history={history} pointed={pointed} />
        {history.series.length < MOST_SERIES ? <AddNumber request={request} /> : null}
      </div>
    </section>
  );
}

function Controls({ span, onSpan }: { span: Span; onSpan: (span: Span) => void }) {
  const { history, isPaused, interval_s } = useStore(watch, (state) => state);
  const save = () => saveFile("watch.csv", new Blob([historyAsCsv(history)], { type: "text/csv" }));
  const chosen = span.kind === "last" ? String(span.seconds) : span.kind;
  return (
    <div className={classes.bar}>
      <ToolButton
        least="operator"
        id="watch-pause"
        icon={isPaused ? "play" : "pause"}
        label={isPaused ? words.goOn : words.pause}
        isWordy
        onClick={() => pauseWatch(!isPaused)}
      />
      <Select
        aria-label={words.interval}
        size="xs"
        className={classes.interval}
        data={intervals}
        value={String(interval_s)}
        allowDeselect={false}
        onChange={(seconds) => seconds && changeInterval(Number(seconds))}
      />
      <SegmentedControl
        aria-label={words.span}
        size="xs"
        value={chosen}
        data={[
          ...spans.map((seconds) => ({ value: String(seconds), label: words.spanOf(seconds) })),
          { value: "all", label: words.spanAll },
          ...(span.kind === "chosen" ? [{ value: "chosen", label: words.spanChosen }] : []),
        ]}
        onChange={(value) => {
          if (value !== "chosen") onSpan(value === "all" ? { kind: "all" } : { kind: "last", seconds: Number(value) });
        }}
      />
      <span className={classes.count} role="status">
        {words.rounds(formatCount(history.times.length))}
      </span>
      <span className={classes.tools}>
        <ToolButton icon="download" label={texts.walker.exportCsv} isWordy onClick={save} />
        <ToolButton icon="trash" label={words.stopAll} onClick={forgetWatch} />
      </span>
    </div>
  );
}

/** Any number by its name or OID, of the device that the form names. */
function AddNumber({ request }: { request: () => WalkRequest | null }) {
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string>();
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const oid = typed.trim();
    const asked = request();
    setError(asked ? undefined : words.formFirst);
    if (!asked || oid === "") return;
    // Of which type it is, the first answer tells.
    startWatching(asked, { oid, name: oid, type: "Gauge32" });
    setTyped("");
  };
  return (
    <form id="watch-add" className={classes.add} onSubmit={handleSubmit} noValidate>
      <NameField
        id="watch-oid"
        aria-label={words.add}
        placeholder={words.addPlaceholder}
        value={typed}
        error={error}
        onChange={setTyped}
      />
      <ActButton type="submit" variant="default" reason={typed.trim() === "" ? words.objectFirst : undefined}>
        {words.add}
      </ActButton>
    </form>
  );
}
