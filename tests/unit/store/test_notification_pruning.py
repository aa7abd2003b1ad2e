"""Pruning takes the oldest rows, a few at a time, and stops at each limit."""

from __future__ import annotations

import pytest

from trishul.store.database import Database
from trishul.store.notification_marks import add_tags, set_marks
from trishul.store.notification_pruning import ROWS_PER_STEP, PruningLimits, prune_step, used_bytes
from trishul.store.notifications import insert_notifications, list_notifications


async def stored(database: Database, rows: int, octets: int = 0) -> None:
    async with database.write() as connection:
        new = [
            (at, "l", "p", 1, 0xA7, "1.3", None, None, None, b"", bytes(octets), "[]", *[None] * 6)
            for at in range(rows)
        ]
        await insert_notifications(connection, new)


async def pruned(database: Database, limits: PruningLimits) -> list[int]:
    """The ids that are left when a step says that it was the last."""
    after, total = 0, len(await ids(database))
    while True:
        async with database.write() as connection:
            step = await prune_step(connection, limits, total, after)
        after, total = step.last_id, total - step.deleted
        assert step.deleted <= ROWS_PER_STEP
        if step.is_last:
            return await ids(database)


async def ids(database: Database) -> list[int]:
    async with database.read() as connection:
        return sorted(row.id for row in await list_notifications(connection, limit=10_000))


@pytest.mark.parametrize(
    ("limits", "left"),
    [
        (PruningLimits(), 1200),
        (PruningLimits(rows=1200), 1200),
        (PruningLimits(rows=3), 3),
        (PruningLimits(received_after_ns=0), 1200),
        (PruningLimits(received_after_ns=1190), 10),
        (PruningLimits(received_after_ns=5000), 0),
        (PruningLimits(rows=100, received_after_ns=600), 100),
        (PruningLimits(rows=1000, received_after_ns=600), 600),
        (PruningLimits(size_bytes=1), 0),
    ],
    ids=str,
)
async def test_the_oldest_go_until_every_limit_holds(database: Database, limits: PruningLimits, left: int) -> None:
    await stored(database, 1200)
    assert await pruned(database, limits) == list(range(1201 - left, 1201))


async def test_by_size_as_many_go_as_make_room(database: Database) -> None:
    await stored(database, 2000, octets=2000)
    async with database.read() as connection:
        before = await used_bytes(connection)
    left = await pruned(database, PruningLimits(size_bytes=before - 2_000_000))
    assert left[-1] == 2000
    assert 0 < len(left) < 1200
    async with database.read() as connection:
        assert await used_bytes(connection) <= before - 2_000_000


async def test_pinned_rows_stay_and_are_passed_over(database: Database) -> None:
    await stored(database, 1200)
    pinned = [1, 2, 700]
    async with database.write() as connection:
        await set_marks(connection, pinned, {"is_pinned": True})
        await add_tags(connection, [3, 700], ["lab"])
    assert await pruned(database, PruningLimits(rows=5)) == [*pinned, 1199, 1200]
    assert await pruned(database, PruningLimits(rows=1)) == pinned
    async with database.read() as connection:
        rows = await list_notifications(connection, limit=10)
    assert [row.tags for row in rows] == [("lab",), (), ()]
