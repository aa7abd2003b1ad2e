"""The writer of notifications: at once when idle, in batches under load, nothing lost while the database is ill."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import text

from trishul.store.database import Database
from trishul.store.notification_writer import NotificationWriter, WriterLimits
from trishul.store.notifications import list_notifications

SMALL = WriterLimits(
    max_transaction_rows=100, shortest_pause_s=0.001, max_waiting_rows=1000, first_retry_s=0.01, longest_retry_s=0.05
)


class Watched:
    """A writer and what it announced."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.announced: list[tuple[int, int]] = []
        self.settled = 0
        self.writer = NotificationWriter(database, on_stored=self._note, limits=SMALL)
        self._changed = asyncio.Event()

    def _note(self, first_id: int, rows: Sequence[Sequence[Any]]) -> None:
        self.announced.append((first_id, len(rows)))
        self._changed.set()

    def offer(self, count: int, *, size_bytes: int = 100) -> int:
        return self.writer.offer([a_row(number) for number in range(count)], size_bytes, self._settle)

    def _settle(self, is_taken: bool) -> None:  # noqa: FBT001 -- as the writer calls it
        self.settled += is_taken

    async def until_stored(self, count: int) -> None:
        async with asyncio.timeout(10):
            while sum(rows for _, rows in self.announced) < count:
                self._changed.clear()
                await self._changed.wait()

    async def until_ill(self) -> None:
        await eventually(lambda: self.writer.error is not None)

    async def pragma(self, statement: str) -> None:
        async with self.database.write() as connection:
            await connection.execute(text(f"PRAGMA {statement}"))

    async def ids(self) -> list[int]:
        async with self.database.read() as connection:
            return [row.id for row in await list_notifications(connection, limit=10_000)]


async def eventually(claim: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not claim():  # noqa: ASYNC110 -- nothing announces what is waited for
            await asyncio.sleep(0.001)


def a_row(number: int) -> tuple[object, ...]:
    return (number, "l", "p", 1, 0xA7, "1.3", None, None, None, b"", b"x" * 200, "[]", *[None] * 6)


@pytest.fixture
async def watched(database: Database) -> AsyncIterator[Watched]:
    made = Watched(database)
    await made.writer.start()
    yield made
    await made.writer.close(patience_s=0)


async def test_a_row_on_an_idle_system_is_written_alone_and_announced_with_its_id(watched: Watched) -> None:
    watched.offer(1)
    await watched.until_stored(1)
    assert watched.announced == [(1, 1)]
    assert (watched.writer.stored, watched.writer.total, watched.writer.waiting_rows) == (1, 1, 0)


async def test_a_batch_is_announced_only_when_another_connection_can_read_it(watched: Watched) -> None:
    seen: list[int] = []

    async def read(first_id: int) -> None:
        seen.append(first_id in await watched.ids())

    reads: list[asyncio.Task[None]] = []
    watched.writer._on_stored = lambda first_id, _rows: reads.append(asyncio.create_task(read(first_id)))
    watched.offer(5)
    await eventually(lambda: bool(reads))
    await asyncio.gather(*reads)
    assert seen == [True]


async def test_under_load_rows_share_transactions_up_to_the_limit(watched: Watched) -> None:
    for _ in range(50):
        watched.offer(10)
    await watched.until_stored(500)
    assert max(rows for _, rows in watched.announced) <= 100
    assert len(watched.announced) <= 6
    assert watched.settled == 50
    assert await watched.ids() == list(range(500, 0, -1))


async def test_a_full_queue_refuses_counts_and_says_so_at_once(watched: Watched) -> None:
    said: list[bool] = []
    assert watched.offer(900) == 900
    assert watched.writer.offer([a_row(number) for number in range(200)], 100, said.append) == 0
    assert (watched.writer.refused, watched.settled, said) == (200, 0, [False])
    await watched.until_stored(900)


async def test_who_waits_for_what_was_offered_so_far_goes_on_when_it_is_committed(watched: Watched) -> None:
    await watched.writer.settled_so_far()
    watched.offer(250)
    watched.offer(50)
    await watched.writer.settled_so_far()
    assert (watched.writer.stored, watched.settled) == (300, 2)
    assert len(await watched.ids()) == 300


async def test_a_locked_database_loses_nothing(watched: Watched, database_url: str) -> None:
    await watched.pragma("busy_timeout=20")
    blocker = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        for _ in range(10):
            watched.offer(10)
        await watched.until_ill()
        assert "locked" in str(watched.writer.error)
        assert watched.writer.waiting_rows == 100
        assert watched.announced == []
    finally:
        blocker.rollback()
        blocker.close()
    await watched.until_stored(100)
    assert watched.writer.error is None
    assert await watched.ids() == list(range(100, 0, -1))


async def test_a_full_disk_is_said_and_survived(watched: Watched) -> None:
    """SQLite's page limit gives the same error as a disk without space: SQLITE_FULL."""
    watched.offer(1)
    await watched.until_stored(1)
    await watched.pragma("max_page_count=1")  # SQLite takes the present size as the lowest limit
    for _ in range(30):
        watched.offer(10)
    await watched.until_ill()
    assert "full" in str(watched.writer.error)
    await watched.pragma("max_page_count=1000000")
    await watched.until_stored(301)
    assert watched.writer.error is None
    assert len(await watched.ids()) == 301


@pytest.mark.fault("Deleted notifications came back")
async def test_deleted_rows_do_not_come_back_not_even_those_that_waited(watched: Watched, database_url: str) -> None:
    watched.offer(3)
    await watched.until_stored(3)
    await watched.pragma("busy_timeout=20")
    blocker = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    watched.offer(50)
    await watched.until_ill()
    blocker.rollback()
    blocker.close()
    deleted = await watched.writer.delete_all()
    assert watched.writer.total == 0
    assert watched.writer.waiting_rows in {0, 50}, "a batch under way leaves with its next try"
    watched.offer(1)
    await eventually(lambda: not watched.writer.waiting_rows)
    assert len(await watched.ids()) == 1
    assert deleted in {3, 53}


async def test_what_the_database_refuses_for_what_it_is_does_not_hold_up_the_rest(watched: Watched) -> None:
    rows = [a_row(number) for number in range(9)]
    rows[4] = (None, *a_row(4)[1:])
    watched.writer.offer(rows, 100, watched._settle)
    watched.offer(2)
    await watched.until_stored(10)
    assert (watched.writer.refused, watched.settled) == (1, 2)


async def test_closing_writes_what_waits(database: Database) -> None:
    watched = Watched(database)
    await watched.writer.start()
    for _ in range(20):
        watched.offer(20)
    await watched.writer.close(patience_s=5)
    assert len(await watched.ids()) == 400


async def test_rows_that_stand_for_several_are_stored_with_their_number(watched: Watched) -> None:
    watched.offer(2)
    watched.writer.offer([a_row(7), a_row(8)], 100, watched._settle, repeats=[5, 1])
    await watched.until_stored(4)
    async with watched.database.read() as connection:
        rows = await list_notifications(connection, limit=10)
    assert [(row.received_at_ns, row.repeats) for row in rows] == [(8, None), (7, 5), (1, None), (0, None)]


async def test_a_new_writer_counts_what_is_there(database: Database) -> None:
    first = Watched(database)
    await first.writer.start()
    first.offer(7)
    await first.writer.close(patience_s=5)
    second = Watched(database)
    await second.writer.start()
    assert second.writer.total == 7
    await second.writer.close()
