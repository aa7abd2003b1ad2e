"""Saved searches on the table."""

from __future__ import annotations

from trishul.store.database import Database
from trishul.store.notification_searches import SearchRow, count_searches, delete_search, load_searches, save_search


async def test_a_search_replaces_the_one_of_its_name(database: Database) -> None:
    async with database.write() as connection:
        for row in (SearchRow("b", "x", 1.0), SearchRow("a", "y", 2.0), SearchRow("b", "z", 3.0)):
            await save_search(connection, row)
        assert await load_searches(connection) == [SearchRow("a", "y", 2.0), SearchRow("b", "z", 3.0)]
        assert await delete_search(connection, "a")
        assert not await delete_search(connection, "a")
        assert await count_searches(connection) == 1
