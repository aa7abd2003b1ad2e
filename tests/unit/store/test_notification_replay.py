"""Rows for those who send them again: oldest first, page by page."""

from __future__ import annotations

from tests.unit.store.test_notifications import stored
from trishul.store.database import Database
from trishul.store.notification_replay import count_range, read_chosen, read_range


async def test_rows_come_in_the_order_in_which_they_were_received(database: Database) -> None:
    await stored(database, 6)
    async with database.read() as connection:
        assert [row.id for row in await read_chosen(connection, [5, 2, 99])] == [2, 5]
        assert [row.id for row in await read_range(connection, from_id=2, to_id=5, limit=3)] == [2, 3, 4]
        assert await count_range(connection, from_id=2, to_id=5, most=100) == 4
        assert await count_range(connection, from_id=0, to_id=2**63 - 1, most=5) == 5
