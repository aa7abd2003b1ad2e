import { createStore, type Store } from "./external-store";
import { createThrottle } from "./throttle";

/**
 * A bounded list of numbered records, oldest first, made of pages asked by REST and of records pushed over the socket.
 * Both may arrive in any order and overlap; every record is kept once, by its id.
 */
export interface FeedRecord {
  id: number;
}

export interface FeedState<Row extends FeedRecord> {
  rows: readonly Row[];
  /** Records the server has but did not push, because it sampled or the socket's queue was full. */
  skipped: number;
  /** The store holds older records than the first one here. */
  has_older: boolean;
  /** A snapshot has been taken; before that an empty list means nothing. */
  is_filled: boolean;
}

export interface Feed<Row extends FeedRecord> {
  readonly state: Store<FeedState<Row>>;
  push(row: Row): void;
  noteSkipped(count: number): void;
  /**
   * Takes the newest page; `isContinuous` says that it joins what is already here without a gap. Otherwise it stands for all
   * up to its newest record, or up to the one that was the newest when it was asked for.
   */
  fill(page: readonly Row[], hasOlder: boolean, isContinuous: boolean, upTo?: number): void;
  addOlder(page: readonly Row[], hasOlder: boolean): void;
  /** Known to be empty, as after deleting everything. */
  clear(): void;
  /** Nothing is known any more, as after logging out. */
  forget(): void;
}

export function mergeById<Row extends FeedRecord>(left: readonly Row[], right: readonly Row[]): readonly Row[] {
  const lastLeft = left.at(-1);
  const firstRight = right[0];
  if (!firstRight) return left;
  if (!lastLeft) return right;
  if (lastLeft.id < firstRight.id) return [...left, ...right];
  const byId = new Map<number, Row>();
  for (const row of left) byId.set(row.id, row);
  for (const row of right) byId.set(row.id, row);
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

function emptyState<Row extends FeedRecord>(): FeedState<Row> {
  return { rows: [], skipped: 0, has_older: false, is_filled: false };
}

export function createFeed<Row extends FeedRecord>(limit: number, repaint_ms = 250): Feed<Row> {
  const state = createStore<FeedState<Row>>(emptyState());
  let queued: Row[] = [];
  let queuedSkipped = 0;

  const bounded = (rows: readonly Row[]) => (rows.length > limit ? rows.slice(rows.length - limit) : rows);

  const repaint = createThrottle(repaint_ms, () => {
    const arrived = queued.sort((a, b) => a.id - b.id);
    const skipped = queuedSkipped;
    queued = [];
    queuedSkipped = 0;
    state.update((before) => {
      const rows = mergeById(before.rows, arrived);
      const kept = bounded(rows);
      return {
        ...before,
        rows: kept,
        skipped: before.skipped + skipped,
        has_older: before.has_older || kept.length < rows.length,
      };
    });
  });

  const restart = (isFilled: boolean) => {
    repaint.cancel();
    queued = [];
    queuedSkipped = 0;
    state.set({ ...emptyState<Row>(), is_filled: isFilled });
  };

  return {
    state,
    push(row) {
      queued.push(row);
      repaint.request();
    },
    noteSkipped(count) {
      if (count <= 0) return;
      queuedSkipped += count;
      repaint.request();
    },
    fill(page, hasOlder, isContinuous, upTo = 0) {
      state.update((before) => {
        const newest = Math.max(upTo, page.at(-1)?.id ?? 0);
        const earlier = isContinuous ? before.rows : before.rows.filter((row) => row.id > newest);
        return {
          rows: bounded(mergeById(page, earlier)),
          skipped: isContinuous ? before.skipped : 0,
          has_older: isContinuous ? before.has_older || hasOlder : hasOlder,
          is_filled: true,
        };
      });
    },
    addOlder(page, hasOlder) {
      state.update((before) => ({ ...before, rows: mergeById(page, before.rows), has_older: hasOlder }));
    },
    clear: () => restart(true),
    forget: () => restart(false),
  };
}
