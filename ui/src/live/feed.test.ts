import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFeed, type FeedRecord, mergeById } from "./feed";

const records = (...ids: number[]): FeedRecord[] => ids.map((id) => ({ id }));
const idsOf = (rows: readonly FeedRecord[]) => rows.map((row) => row.id);

describe("merging records", () => {
  it("appends what is newer", () => {
    expect(idsOf(mergeById(records(1, 2), records(3)))).toEqual([1, 2, 3]);
  });

  it("keeps every record once, in order, where pages overlap", () => {
    expect(idsOf(mergeById(records(2, 4, 5), records(1, 3, 4)))).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("a feed", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("shows a single record at once and a storm four times a second", () => {
    const feed = createFeed<FeedRecord>(100);
    let repaints = 0;
    feed.state.subscribe(() => {
      repaints += 1;
    });
    feed.push({ id: 1 });
    expect(idsOf(feed.state.get().rows)).toEqual([1]);
    for (let id = 2; id <= 50; id += 1) feed.push({ id });
    vi.advanceTimersByTime(250);
    expect(feed.state.get().rows).toHaveLength(50);
    expect(repaints).toBe(2);
  });

  it("joins a snapshot with what was pushed while it was asked", () => {
    const feed = createFeed<FeedRecord>(100);
    feed.push({ id: 12 });
    feed.fill(records(9, 10, 11, 12), true, false);
    expect(idsOf(feed.state.get().rows)).toEqual([9, 10, 11, 12]);
    expect(feed.state.get()).toMatchObject({ has_older: true, is_filled: true });
  });

  it("drops what lies before a gap when a snapshot does not join", () => {
    const feed = createFeed<FeedRecord>(100);
    feed.fill(records(1, 2), false, false);
    feed.fill(records(900, 901), true, false);
    expect(idsOf(feed.state.get().rows)).toEqual([900, 901]);
  });

  it("keeps earlier rows when the snapshot continues them", () => {
    const feed = createFeed<FeedRecord>(100);
    feed.fill(records(1, 2), false, false);
    feed.fill(records(3), false, true);
    expect(idsOf(feed.state.get().rows)).toEqual([1, 2, 3]);
  });

  it("holds no more than its limit and then says that there are older ones", () => {
    const feed = createFeed<FeedRecord>(3);
    for (const row of records(1, 2, 3, 4)) feed.push(row);
    vi.advanceTimersByTime(250);
    expect(idsOf(feed.state.get().rows)).toEqual([2, 3, 4]);
    expect(feed.state.get().has_older).toBe(true);
  });

  it("adds up what was skipped until the list is taken anew", () => {
    const feed = createFeed<FeedRecord>(100);
    feed.noteSkipped(5);
    feed.noteSkipped(7);
    vi.advanceTimersByTime(250);
    expect(feed.state.get().skipped).toBe(12);
    feed.fill(records(1), false, false);
    expect(feed.state.get().skipped).toBe(0);
  });

  it("is empty and known to be so after clearing, and unknown after forgetting", () => {
    const feed = createFeed<FeedRecord>(100);
    feed.push({ id: 1 });
    feed.push({ id: 2 });
    feed.clear();
    vi.advanceTimersByTime(1000);
    expect(feed.state.get()).toMatchObject({ rows: [], is_filled: true });
    feed.forget();
    expect(feed.state.get().is_filled).toBe(false);
  });

  it("puts older pages in front", () => {
    const feed = createFeed<FeedRecord>(100);
    feed.fill(records(5, 6), true, false);
    feed.addOlder(records(3, 4), false);
    expect(idsOf(feed.state.get().rows)).toEqual([3, 4, 5, 6]);
    expect(feed.state.get().has_older).toBe(false);
  });
});
