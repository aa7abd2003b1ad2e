import { type KeyboardEvent, memo, useEffect, useRef, useState } from "react";
import { texts } from "../../texts";
import { useFixedRows } from "../table/use-fixed-rows";
import classes from "./bytes.module.css";
import { asciiOf, contains, hexOf, type Range } from "./octets";

const ROW_PX = 20;
/** Sixteen octets with their characters need this much room. */
const WIDE_PX = 560;

interface HexViewProps {
  bytes: readonly number[];
  faultAt: number | null;
  /** The hot node's octets. */
  lit: Range | null;
  /** Its tag and length among them. */
  header: Range | null;
  onHover: (offset: number) => void;
  onChoose: (offset: number) => void;
}

/** The octets as they came; pointing at one shows what it belongs to. */
export function HexView({ bytes, faultAt, lit, header, onHover, onChoose }: HexViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const perLine = useOctetsPerLine(scroller);
  const [cursor, setCursor] = useState(0);
  const { virtualizer, items } = useFixedRows(scroller, Math.ceil(bytes.length / perLine), ROW_PX);
  const litStart = lit?.start;
  useEffect(() => {
    if (litStart !== undefined) virtualizer.scrollToIndex(Math.floor(litStart / perLine), { align: "auto" });
  }, [litStart, perLine, virtualizer]);
  const moveTo = (offset: number) => {
    const next = Math.min(bytes.length - 1, Math.max(0, offset));
    setCursor(next);
    onChoose(next);
  };
  const handleKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perLine, ArrowUp: -perLine }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    moveTo(cursor + step);
  };
  const offsetOf = (target: EventTarget): number => {
    const octet = target instanceof Element ? target.closest<HTMLElement>("[data-offset]") : null;
    return octet ? Number(octet.dataset.offset) : -1;
  };
  return (
    <div
      ref={scroller}
      className={classes.hex}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk the octets.
      tabIndex={0}
      aria-label={texts.traps.bytes}
      onKeyDown={handleKey}
      onPointerOver={(event) => onHover(offsetOf(event.target))}
      onPointerLeave={() => onHover(-1)}
      onClick={(event) => {
        const offset = offsetOf(event.target);
        if (offset >= 0) moveTo(offset);
      }}
    >
      <div className={classes.sized} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const start = item.index * perLine;
          const end = Math.min(bytes.length, start + perLine);
          return (
            <HexLine
              key={item.index}
              bytes={bytes}
              faultAt={faultAt !== null && faultAt >= start && faultAt < end ? faultAt : -1}
              start={start}
              perLine={perLine}
              top_px={item.start}
              lit={within(lit, start, end)}
              header={within(header, start, end)}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The part of a range on one line as text, so that other lines need no redrawing. */
function within(range: Range | null, start: number, end: number): string {
  if (!range || range.end <= start || range.start >= end) return "";
  return `${Math.max(range.start, start)}-${Math.min(range.end, end)}`;
}

function parseRange(text: string): Range | null {
  const [start, end] = text.split("-").map(Number);
  return start === undefined || end === undefined ? null : { start, end };
}

interface HexLineProps {
  bytes: readonly number[];
  /** -1 where it is on another line. */
  faultAt: number;
  start: number;
  perLine: number;
  top_px: number;
  lit: string;
  header: string;
}

const HexLine = memo(function HexLine({ bytes, faultAt, start, perLine, top_px, lit, header }: HexLineProps) {
  const line = bytes.slice(start, start + perLine);
  const litRange = parseRange(lit);
  const headerRange = parseRange(header);
  const octets = line.map((byte, index) => ({ byte, offset: start + index }));
  const marks = (offset: number) => ({
    "data-offset": offset,
    "data-lit": contains(litRange, offset) || undefined,
    "data-header": contains(headerRange, offset) || undefined,
    "data-fault": offset === faultAt || undefined,
    title: offset === faultAt ? texts.traps.faultyOctet : undefined,
  });
  return (
    <div className={classes.hexLine} style={{ transform: `translateY(${top_px}px)` }}>
      <span className={classes.offset}>{start.toString(16).padStart(4, "0")}</span>
      <span className={classes.octets}>
        {octets.map(({ byte, offset }) => (
          <span key={offset} className={classes.octet} {...marks(offset)}>
            {hexOf(byte)}
          </span>
        ))}
      </span>
      <span className={classes.ascii}>
        {octets.map(({ byte, offset }) => (
          <span key={offset} {...marks(offset)}>
            {asciiOf(byte)}
          </span>
        ))}
      </span>
    </div>
  );
});

function useOctetsPerLine(element: React.RefObject<HTMLElement | null>): number {
  const [perLine, setPerLine] = useState(16);
  useEffect(() => {
    const watched = element.current;
    if (!watched) return undefined;
    const observer = new ResizeObserver(() => setPerLine(watched.clientWidth >= WIDE_PX ? 16 : 8));
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return perLine;
}
