/** The arithmetic of a list of equal rows: which row is where, and what keeps the row being read in its place. */
export const ROW_PX = 28;
export const HEAD_PX = 28;

/** How near to the end still counts as the end. */
const END_SLACK_PX = ROW_PX / 2;

export interface Viewport {
  scrollTop: number;
  scrollHeight: number;
  clientHeight: number;
}

export function isAtEnd({ scrollTop, scrollHeight, clientHeight }: Viewport): boolean {
  return scrollHeight - scrollTop - clientHeight <= END_SLACK_PX;
}

/** Scrolling up leaves the tail, reaching the end takes it up again, everything else changes nothing. */
export function followsAfterScroll(isFollowing: boolean, before_px: number, view: Viewport): boolean {
  if (isAtEnd(view)) return true;
  return view.scrollTop < before_px ? false : isFollowing;
}

export function firstVisibleIndex(scrollTop_px: number): number {
  return Math.max(0, Math.floor(scrollTop_px / ROW_PX));
}

/** The scroll position that shows a row with the least movement. */
export function scrollToShow(index: number, view: Viewport): number {
  const top_px = index * ROW_PX;
  const height_px = view.clientHeight - HEAD_PX;
  if (top_px < view.scrollTop) return top_px;
  if (top_px + ROW_PX > view.scrollTop + height_px) return top_px + ROW_PX - height_px;
  return view.scrollTop;
}

/** Where a row is now; looks near its old place first, because lists mostly grow at one end. */
export function findKey<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string | number,
  key: string | number,
  near: number,
): number {
  const isAt = (index: number) => {
    const row = rows[index];
    return row !== undefined && keyOf(row) === key;
  };
  if (isAt(near)) return near;
  const last = rows.length - 1;
  for (let distance = 1; distance <= Math.max(near, last - near, last); distance += 1) {
    if (isAt(near + distance)) return near + distance;
    if (isAt(near - distance)) return near - distance;
  }
  return -1;
}
