import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import { findKey, firstVisibleIndex, followsAfterScroll, ROW_PX } from "./follow";

type Key = string | number;

export interface TailOptions<Row> {
  scroller: RefObject<HTMLElement | null>;
  rows: readonly Row[];
  keyOf: (row: Row) => Key;
  followsAtFirst: boolean;
  onNearStart?: (() => void) | undefined;
}

export interface Tail {
  isFollowing: boolean;
  /** Rows that arrived below since the tail was left. */
  newCount: number;
  setFollowing(isFollowing: boolean): void;
  handleScroll(): void;
}

const NEAR_START_PX = 10 * ROW_PX;

/**
 * Keeps the newest row in view while following, and keeps the row being read where it is while not, whatever arrives above,
 * below or is taken away.
 */
export function useTail<Row>({ scroller, rows, keyOf, followsAtFirst, onNearStart }: TailOptions<Row>): Tail {
  const [isFollowing, setIsFollowing] = useState(followsAtFirst);
  const lastSeen = useRef<Key | null>(null);
  const scrolledTo_px = useRef(0);
  const anchor = useRef<{ key: Key; index: number } | null>(null);

  const remember = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    scrolledTo_px.current = element.scrollTop;
    const index = firstVisibleIndex(element.scrollTop);
    const row = rows[index];
    anchor.current = row === undefined ? null : { key: keyOf(row), index };
  }, [scroller, rows, keyOf]);

  const setFollowing = useCallback(
    (follows: boolean) => {
      const last = rows.at(-1);
      if (!follows) lastSeen.current = last === undefined ? null : keyOf(last);
      setIsFollowing(follows);
      const element = scroller.current;
      if (follows && element) element.scrollTop = element.scrollHeight;
    },
    [rows, keyOf, scroller],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    if (isFollowing) {
      element.scrollTop = element.scrollHeight;
    } else if (anchor.current) {
      const { key, index } = anchor.current;
      const now = findKey(rows, keyOf, key, index);
      if (now !== -1 && now !== index) element.scrollTop += (now - index) * ROW_PX;
    }
    remember();
  }, [rows, isFollowing, keyOf, scroller, remember]);

  const handleScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const follows = followsAfterScroll(isFollowing, scrolledTo_px.current, element);
    if (follows !== isFollowing) setFollowing(follows);
    remember();
    if (element.scrollTop < NEAR_START_PX) onNearStart?.();
  };

  return {
    isFollowing,
    newCount: isFollowing ? 0 : countAfter(rows, keyOf, lastSeen.current),
    setFollowing,
    handleScroll,
  };
}

export function countAfter<Row>(rows: readonly Row[], keyOf: (row: Row) => Key, lastSeen: Key | null): number {
  if (lastSeen === null) return 0;
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (row !== undefined && keyOf(row) === lastSeen) return rows.length - 1 - index;
  }
  return 0;
}
