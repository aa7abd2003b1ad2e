import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatClock } from "../values/format";
import classes from "./chart.module.css";
import { formatShort } from "./short-number";

/** One line; its points stand beside the times of the whole chart, null where nothing is known. */
export interface Line {
  key: string;
  label: string;
  points: readonly (number | null)[];
}

/** What part of the time is seen: the newest seconds, all of it, or what was drawn over with the mouse. */
export type Span =
  | { kind: "last"; seconds: number }
  | { kind: "all" }
  | { kind: "chosen"; from_s: number; to_s: number };

export const SERIES_COLOURS = 8;
export const colourOf = (place: number) => `--series-${(place % SERIES_COLOURS) + 1}`;

const USUAL_HEIGHT_PX = 260;
const AXIS_PX = 64;

interface ChartProps {
  label: string;
  times: readonly number[];
  series: readonly Line[];
  /** The place of each series among all that are watched, which is its colour. */
  places: readonly number[];
  span: Span;
  height_px?: number;
  onSpan: (span: Span) => void;
  /** Which round is pointed at; null for none. */
  onPoint: (place: number | null) => void;
}

/** Lines over time. Dragging chooses a part of it, a double click goes back to all. */
export function Chart(props: ChartProps) {
  const { label, times, series, places, span, height_px = USUAL_HEIGHT_PX, onSpan, onPoint } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const scheme = useComputedColorScheme();
  const latest = useRef({ onSpan, onPoint });
  useEffect(() => {
    latest.current = { onSpan, onPoint };
  });
  const drawn = `${scheme} ${series.map(({ key }, place) => `${places[place]} ${key}`).join(" ")}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew for other lines or colours; data is given to it below.
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const made = new uPlot(
      optionsFor(element, height_px, series, places, latest.current),
      [[], ...series.map(() => [])],
      element,
    );
    made.over.addEventListener("dblclick", () => latest.current.onSpan({ kind: "all" }));
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: height_px }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [drawn, height_px]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart that was just made wants its data, too.
  useEffect(() => {
    plot.current?.setData([times as number[], ...series.map(({ points }) => points as (number | null)[])], false);
    const [min, max] = boundsOf(span, times);
    plot.current?.setScale("x", { min, max });
  }, [times, series, span, drawn, height_px]);
  return <div ref={box} className={classes.chart} style={{ minHeight: height_px }} role="img" aria-label={label} />;
}

function boundsOf(span: Span, times: readonly number[]): [number, number] {
  if (span.kind === "chosen") return [span.from_s, span.to_s];
  const newest = times.at(-1) ?? Date.now() / 1000;
  const oldest = span.kind === "last" ? newest - span.seconds : (times[0] ?? newest);
  // One moment alone has no width to be drawn in.
  return [Math.min(oldest, newest - 1), newest];
}

function optionsFor(
  element: HTMLElement,
  height_px: number,
  series: readonly Line[],
  places: readonly number[],
  told: Pick<ChartProps, "onSpan" | "onPoint">,
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: colour("--dim"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { stroke: colour("--line-strong"), width: 1, size: 4 },
    font: `12px ${style.fontFamily}`,
  };
  return {
    width: element.clientWidth,
    height: height_px,
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
    scales: { x: { time: true }, y: { range: (_plot, low, high) => rangeOf(low, high) } },
    axes: [
      { ...axis, values: clockTexts },
      { ...axis, size: AXIS_PX, values: (_plot, values) => values.map(formatShort) },
    ],
    series: [
      {},
      ...series.map(({ label }, place) => ({
        label,
        stroke: colour(colourOf(places[place] ?? place)),
        width: 1.5,
        points: { show: false },
      })),
    ],
    hooks: {
      setCursor: [(plot) => told.onPoint(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 4) return;
          told.onSpan({ kind: "chosen", from_s: plot.posToVal(left, "x"), to_s: plot.posToVal(left + width, "x") });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** 24 hours, as all times of the interface; seconds only where the marks are that close. */
function clockTexts(_plot: uPlot, moments: number[], _axis: number, _space: number, step_s: number): string[] {
  return moments.map((at_s) => formatClock(at_s * 1000).slice(0, step_s < 60 ? 8 : 5));
}

/** From zero up where nothing is below it, with some air above. */
function rangeOf(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const air = (high - Math.min(0, low)) * 0.08 || 1;
  return [low < 0 ? low - air : 0, high + air];
}
