"""Queries of notifications: what goes in comes out, newest first, page by page."""

from __future__ import annotations

import pytest

from trishul.store.database import Database
from trishul.store.notifications import (
    count_notifications,
    delete_all_notifications,
    find_notification,
    insert_notifications,
    list_notifications,
)


def a_row(number: int) -> tuple[object, ...]:
    return (
        1_800_000_000_000_000_000 + number, "127.0.0.1:1162", f"192.0.2.1:{number}", 1, 0xA7, "1.3.6.1.6.3.1.1.5.3",
        None, "192.0.2.9", None, b"\x30\x00", bytes((number % 256,)) * 3, "[]",
        *((3, "ops", "80001f88046f7468", "80001f88046f7468", "", "run42") if number % 2 else (None,) * 6),
    )  # fmt: skip


async def stored(database: Database, count: int) -> int:
    async with database.write() as connection:
        return await insert_notifications(connection, [a_row(number) for number in range(count)])


async def test_rows_get_consecutive_ids_and_come_back_as_they_were(database: Database) -> None:
    assert await stored(database, 3) == 1
    assert await stored(database, 2) == 4
    async with database.read() as connection:
        found = await find_notification(connection, 5)
    assert found is not None
    assert found[1:] == (*a_row(1), None, None, None, None, ())


async def test_pages_are_newest_first_and_have_no_gaps(database: Database) -> None:
    await stored(database, 7)
    async with database.read() as connection:
        first = await list_notifications(connection, limit=3)
        second = await list_notifications(connection, limit=3, before_id=first[-1].id)
        newer = await list_notifications(connection, limit=10, after_id=5)
    assert [row.id for row in first] == [7, 6, 5]
    assert [row.id for row in second] == [4, 3, 2]
    assert [row.id for row in newer] == [7, 6]


@pytest.mark.parametrize("notification_id", [0, 99, 2**63 - 1])
async def test_what_is_not_there_is_none(database: Database, notification_id: int) -> None:
    async with database.read() as connection:
        assert await find_notification(connection, notification_id) is None


async def test_deleting_tells_how_many_and_ids_never_come_back(database: Database) -> None:
    await stored(database, 4)
    async with database.write() as connection:
        assert await delete_all_notifications(connection) == 4
        assert await count_notifications(connection) == 0
    assert await stored(database, 1) == 5
