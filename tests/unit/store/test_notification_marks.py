"""Marks and tags on stored rows, and taking rows away."""

from __future__ import annotations

from tests.unit.notification_rows import a_row, store
from trishul.store.database import Database
from trishul.store.notification_marks import add_tags, delete_notifications, remove_tags, set_marks
from trishul.store.notifications import StoredNotification, find_notification, list_notifications


async def the_row(database: Database, row_id: int) -> StoredNotification:
    async with database.read() as connection:
        found = await find_notification(connection, row_id)
    assert found is not None
    return found


async def test_marks_are_set_and_taken_back(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row()] * 2)
        assert await set_marks(connection, [1, 99], {"is_pinned": True, "severity": 0}) == 1
    assert (await the_row(database, 1))[-5:] == (0, True, None, None, ())
    async with database.write() as connection:
        await set_marks(connection, [1], {"is_pinned": False, "is_read": True})
    assert (await the_row(database, 1))[-5:] == (0, None, True, None, ())


async def test_tags_are_there_once_and_go_with_their_row(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row()] * 3)
        await add_tags(connection, [1, 2, 99], ["b", "a"])
        await add_tags(connection, [1], ["a"])
        await remove_tags(connection, [2], ["b"])
        assert await delete_notifications(connection, [3, 99]) == 1
    async with database.read() as connection:
        assert [(row.id, row.tags) for row in await list_notifications(connection, limit=9)] == [
            (2, ("a",)),
            (1, ("a", "b")),
        ]
