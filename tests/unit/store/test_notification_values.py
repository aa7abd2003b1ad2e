"""Values of the newest rows."""

from __future__ import annotations

from tests.unit.notification_rows import LINK_DOWN, LINK_UP, a_row, store
from trishul.store.database import Database
from trishul.store.notification_marks import add_tags
from trishul.store.notification_values import recent_values


async def test_values_are_distinct_and_newest_first(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row(trap_oid=LINK_UP), a_row(user_name="ops", peer_address="[::1]:7"), a_row()])
        await add_tags(connection, [1, 2], ["b", "a"])
        found = await recent_values(connection)
    assert (found.trap_oids, found.user_names) == ([LINK_DOWN, LINK_UP], ["ops"])
    assert (found.peer_hosts, found.tags, found.engine_ids) == (["192.0.2.1:", "[::1]:"], ["a", "b"], [])
