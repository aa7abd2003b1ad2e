"""The one writer of notifications: few transactions, announced after the commit, kept while the store is ill.

Strategy: on an idle system a batch is written at once. After a write the writer pauses in proportion to what it wrote
(20 to 50 ms, and not once 1,000 rows wait), so that load makes transactions larger instead of more. A database that is
full, locked or gone costs nothing but time: the batch stays at the head of the bounded queue and is tried again with
growing pauses, and `error` says why. Owns queue, pace and retries; does not know what a row means or who is told.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import structlog

from trishul.store.database import Database, StoreUnavailable
from trishul.store.notifications import (
    NewRow,
    count_notifications,
    delete_all_notifications,
    insert_notifications,
    set_repeats,
)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class WriterLimits:
    """Bounds and paces of the writer."""

    max_transaction_rows: int = 1000
    shortest_pause_s: float = 0.02
    longest_pause_s: float = 0.05
    pause_per_row_s: float = 0.00005
    max_waiting_rows: int = 250_000
    max_waiting_bytes: int = 256 << 20
    first_retry_s: float = 0.1
    longest_retry_s: float = 5.0


Settled: TypeAlias = Callable[[bool], object]
"""Called when a batch has left the queue: committed or deleted; with False where there was no room for it."""


@dataclass(frozen=True, slots=True)
class _Batch:
    rows: Sequence[NewRow]
    size_bytes: int
    settled: Settled
    repeats: Sequence[int] = ()


Stored = Callable[[int, Sequence[NewRow]], None]
"""Called after each commit with the id of the first row and the rows."""


class NotificationWriter:
    """Start it before rows are offered; close it to write what waits."""

    def __init__(self, database: Database, *, on_stored: Stored, limits: WriterLimits | None = None) -> None:
        self.stored = 0
        """Rows committed since the start."""
        self.refused = 0
        """Rows that did not fit into the queue, or that the database refused for what they are."""
        self.cleared = 0
        """Rows that waited and were dropped because everything was deleted."""
        self.total = 0
        """Rows in the table."""
        self.waiting_rows = 0
        self.error: str | None = None
        self._database = database
        self._on_stored = on_stored
        self._limits = limits or WriterLimits()
        self._queue: deque[_Batch] = deque()
        self._waiting_bytes = 0
        self._arrived = asyncio.Event()
        self._enough = asyncio.Event()
        self._emptied = asyncio.Event()
        self._emptied.set()
        self._generation = 0
        self._loop = asyncio.get_running_loop()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Counts what is there and begins to write."""
        async with self._database.read() as connection:
            self.total = await count_notifications(connection)
        self._task = asyncio.create_task(self._run(), name="notification writer")

    async def close(self, *, patience_s: float = 1.0) -> None:
        """Writes what waits, for at most `patience_s`; what is left is lost and logged."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                await self._emptied.wait()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        if self.waiting_rows:
            _log.error("notifications were not stored before the end", rows=self.waiting_rows, reason=self.error)

    def offer(self, rows: Sequence[NewRow], size_bytes: int, settled: Settled, *, repeats: Sequence[int] = ()) -> int:
        """Queues a batch; returns how many rows were taken, all or none. `settled` is called when it left the queue.

        `repeats`: for how many equal notifications each row stands, where that is not one.
        """
        limits = self._limits
        if (
            self.waiting_rows + len(rows) > limits.max_waiting_rows
            or self._waiting_bytes + size_bytes > limits.max_waiting_bytes
        ):
            self.refused += len(rows)
            settled(False)
            return 0
        self._queue.append(_Batch(rows, size_bytes, settled, repeats))
        self.waiting_rows += len(rows)
        self._waiting_bytes += size_bytes
        self._emptied.clear()
        self._arrived.set()
        if self.waiting_rows >= limits.max_transaction_rows:
            self._enough.set()
        return len(rows)

    async def settled_so_far(self) -> None:
        """Returns when everything that was offered before has left the queue."""
        if self.waiting_rows:
            is_settled = asyncio.Event()
            self._queue.append(_Batch((), 0, lambda _: is_settled.set()))
            self._arrived.set()
            await is_settled.wait()

    async def delete_all(self) -> int:
        """Deletes every stored row and drops every waiting one; returns how many rows the table had.

        A row that was offered before this returns is gone for good. When the database refuses, nothing was dropped.
        """
        async with self._database.write() as connection:
            deleted = await delete_all_notifications(connection)
        # Nothing is awaited from the commit to here: a waiting row cannot be written in between.
        self._generation += 1
        self.cleared += self.waiting_rows
        self._settle(self._queue)
        self._queue.clear()
        self.total = 0
        return deleted

    def note_deleted(self, rows: int) -> None:
        """So many rows of the table were deleted by somebody else; say it in the turn of the commit."""
        self.total -= rows

    def _settle(self, batches: Sequence[_Batch] | deque[_Batch]) -> None:
        for batch in batches:
            self.waiting_rows -= len(batch.rows)
            self._waiting_bytes -= batch.size_bytes
            batch.settled(True)
        if not self.waiting_rows:
            self._emptied.set()

    async def _run(self) -> None:
        while True:
            if not self._queue:
                self._arrived.clear()
                await self._arrived.wait()
            batches = self._take()
            written = await self._write_until_stored(batches)
            await self._pause(written)

    def _take(self) -> list[_Batch]:
        """Whole batches from the head of the queue, at least one, within the size of a transaction."""
        batches = [self._queue.popleft()]
        rows = len(batches[0].rows)
        while self._queue and rows + len(self._queue[0].rows) <= self._limits.max_transaction_rows:
            rows += len(self._queue[0].rows)
            batches.append(self._queue.popleft())
        if self.waiting_rows - rows < self._limits.max_transaction_rows:
            self._enough.clear()
        return batches

    async def _write_until_stored(self, batches: list[_Batch]) -> int:
        rows = batches[0].rows if len(batches) == 1 else [row for batch in batches for row in batch.rows]
        await self._store(rows, self._generation, _repeats_of(batches))
        self._settle(batches)
        return len(rows)

    async def _store(self, rows: Sequence[NewRow], generation: int, repeats: Sequence[int]) -> None:
        """Writes rows, however long that takes, unless everything is deleted meanwhile."""
        retry_s = self._limits.first_retry_s
        while rows and generation == self._generation:
            try:
                await self._write(rows, generation, repeats)
            except StoreUnavailable as error:
                if self.error is None:
                    _log.warning("notifications cannot be stored, they are kept and tried again", reason=error.reason)
                self.error = error.reason
                await asyncio.sleep(retry_s)
                retry_s = min(retry_s * 2, self._limits.longest_retry_s)
            except Exception as error:  # noqa: BLE001 -- a row that no retry can store must not hold up all others
                if len(rows) == 1:
                    self.refused += 1
                    reason = str(getattr(error, "orig", error))  # without the row, and without a trace that shows it
                    _log.error("a notification was refused by the database", reason=reason)
                    return
                middle = len(rows) // 2
                await self._store(rows[:middle], generation, repeats[:middle])
                rows, repeats = rows[middle:], repeats[middle:]
            else:
                return

    async def _write(self, rows: Sequence[NewRow], generation: int, repeats: Sequence[int]) -> None:
        async with self._database.write() as connection:
            if generation != self._generation:
                return  # everything was deleted while this waited for its turn to write
            first_id = await insert_notifications(connection, rows)
            if repeats:
                await set_repeats(connection, first_id, repeats)
        # Nothing is awaited from the commit to the announcement: a deletion cannot come in between.
        if self.error is not None:
            _log.info("notifications are stored again")
            self.error = None
        self.stored += len(rows)
        self.total += len(rows)
        self._loop.call_soon(self._on_stored, first_id, rows)  # a fault there must not end the writing

    async def _pause(self, written_rows: int) -> None:
        limits = self._limits
        pause_s = min(max(written_rows * limits.pause_per_row_s, limits.shortest_pause_s), limits.longest_pause_s)
        if not self._enough.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause_s):
                    await self._enough.wait()


def _repeats_of(batches: Sequence[_Batch]) -> list[int]:
    """For how many each row stands; nothing where all stand for one."""
    if not any(batch.repeats for batch in batches):
        return []
    return [number for batch in batches for number in (batch.repeats or [1] * len(batch.rows))]
