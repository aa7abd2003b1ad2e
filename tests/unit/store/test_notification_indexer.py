"""Indexing behind the writer: in steps, only while nothing waits to be written."""

from __future__ import annotations

import asyncio

from tests.unit.notification_rows import a_row, store
from trishul.store.database import Database
from trishul.store.notification_indexer import ROWS_PER_STEP, NotificationIndexer
from trishul.store.notification_spans import indexed_up_to
from trishul.store.notifications import StoredNotification, delete_all_notifications


def one_word(row: StoredNotification) -> list[str]:
    return [f"row{row.id}"]


async def up_to(database: Database) -> int:
    async with database.read() as connection:
        return await indexed_up_to(connection)


async def test_rows_are_taken_in_step_by_step_and_once(database: Database) -> None:
    indexer = NotificationIndexer(database, one_word, lambda: False)
    await indexer.start()
    await indexer.close()
    async with database.write() as connection:
        await store(connection, [a_row()] * (ROWS_PER_STEP + 7))
    assert [await indexer.step() for _ in range(3)] == [ROWS_PER_STEP, 7, 0]
    assert await up_to(database) == ROWS_PER_STEP + 7
    async with database.write() as connection:
        await delete_all_notifications(connection)
    assert (await up_to(database), await indexer.step()) == (0, 0)


async def test_it_begins_anew_when_it_is_told_to(database: Database) -> None:
    indexer = NotificationIndexer(database, one_word, lambda: False)
    await indexer.start()
    await indexer.close()
    async with database.write() as connection:
        await store(connection, [a_row()] * 3)
    assert await indexer.step() == 3
    indexer.begin_anew()
    assert [await indexer.step() for _ in range(2)] == [3, 0]
    assert await up_to(database) == 3


async def test_it_waits_while_the_writer_is_busy(database: Database) -> None:
    is_busy = True
    asked = asyncio.Event()

    def busy() -> bool:
        asked.set()
        return is_busy

    async with database.write() as connection:
        await store(connection, [a_row()])
    indexer = NotificationIndexer(database, one_word, busy)
    await indexer.start()
    await asyncio.wait_for(asked.wait(), 10)
    assert await up_to(database) == 0
    is_busy = False
    async with asyncio.timeout(10):
        while not indexer.indexed:  # noqa: ASYNC110 -- it looks again by itself
            await asyncio.sleep(0.01)
    await indexer.close()
    assert await up_to(database) == 1
