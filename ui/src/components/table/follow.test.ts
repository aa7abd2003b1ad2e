import { describe, expect, it } from "vitest";
import { findKey, firstVisibleIndex, followsAfterScroll, HEAD_PX, isAtEnd, ROW_PX, scrollToShow } from "./follow";
import { countAfter } from "./use-tail";

const view = (scrollTop: number, rowCount = 1000, clientHeight = 10 * ROW_PX + HEAD_PX) => ({
  scrollTop,
  clientHeight,
  scrollHeight: HEAD_PX + rowCount * ROW_PX,
});
const end = 990 * ROW_PX;
const rows = Array.from({ length: 1000 }, (_, id) => ({ id }));
const keyOf = (row: { id: number }) => row.id;

describe("following the tail", () => {
  it("knows the end within half a row", () => {
    expect(isAtEnd(view(end))).toBe(true);
    expect(isAtEnd(view(end - ROW_PX))).toBe(false);
  });

  it("stops as soon as one scrolls up", () => {
    expect(followsAfterScroll(true, end, view(end - ROW_PX))).toBe(false);
  });

  it("starts again at the end", () => {
    expect(followsAfterScroll(false, 100, view(end))).toBe(true);
  });

  it("stays as it was while rows arrive or one scrolls down", () => {
    expect(followsAfterScroll(true, 100, view(200))).toBe(true);
    expect(followsAfterScroll(false, 100, view(200))).toBe(false);
  });

  it("counts the rows that came after the last one seen", () => {
    expect(countAfter(rows, keyOf, 990)).toBe(9);
    expect(countAfter(rows, keyOf, 999)).toBe(0);
    expect(countAfter(rows, keyOf, null)).toBe(0);
    expect(countAfter(rows, keyOf, 5_000)).toBe(0);
  });
});

describe("places in a list", () => {
  it("finds the first row in view", () => {
    expect(firstVisibleIndex(0)).toBe(0);
    expect(firstVisibleIndex(ROW_PX * 3 + 5)).toBe(3);
  });

  it("scrolls no further than needed to show a row", () => {
    expect(scrollToShow(5, view(0))).toBe(0);
    expect(scrollToShow(2, view(ROW_PX * 5))).toBe(ROW_PX * 2);
    expect(scrollToShow(20, view(0))).toBe(ROW_PX * 11);
  });

  it("finds a row again after rows came or went before it", () => {
    expect(findKey(rows, keyOf, 500, 500)).toBe(500);
    expect(findKey(rows.slice(200), keyOf, 500, 500)).toBe(300);
    expect(findKey([{ id: -2 }, { id: -1 }, ...rows], keyOf, 500, 500)).toBe(502);
    expect(findKey(rows, keyOf, 5_000, 0)).toBe(-1);
    expect(findKey([], keyOf, 1, 0)).toBe(-1);
  });
});
