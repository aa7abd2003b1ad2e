import { useVirtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";

/** Rows of one height of which only those in view are drawn; for views that are no tables. */
export function useFixedRows(scroller: RefObject<HTMLElement | null>, count: number, row_px: number) {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => row_px,
    overscan: 8,
    initialRect: { width: 0, height: 480 },
  });
  return { virtualizer, items: virtualizer.getVirtualItems() };
}
