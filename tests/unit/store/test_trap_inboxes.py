"""Inboxes and what they have."""

from __future__ import annotations

from tests.unit.notification_rows import a_row, store
from trishul.store.database import Database
from trishul.store.notification_marks import add_tags
from trishul.store.notifications import find_notification
from trishul.store.trap_inboxes import InboxRow, add_inbox, count_caught, delete_inbox, list_caught, load_inboxes


async def test_an_inbox_is_kept_until_it_is_forgotten(database: Database) -> None:
    row = InboxRow("run42", "{}", b"\x01", None, 7)
    async with database.write() as connection:
        await add_inbox(connection, row)
        assert await load_inboxes(connection) == [row]
        await delete_inbox(connection, "run42")
        assert await load_inboxes(connection) == []


async def test_what_an_inbox_has_is_counted_and_listed(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row(), a_row(inbox="a"), a_row(inbox="b"), a_row(inbox="a")])
        assert await count_caught(connection) == {"a": 2, "b": 1}
        assert await list_caught(connection, "a", limit=9) == [2, 4]
        assert await list_caught(connection, "a", limit=1) == [2]


async def test_a_row_that_gets_a_tag_comes_into_its_inbox_unless_it_is_older_or_in_another(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row(), a_row(), a_row(inbox="other"), a_row()])
        await add_inbox(connection, InboxRow("run", "{}", None, "run42", 1))
        await add_tags(connection, [1, 2, 3], ["run42"])
        await add_tags(connection, [4], ["else"])
        rows = [await find_notification(connection, number) for number in (1, 2, 3, 4)]
    assert [row.inbox for row in rows if row is not None] == [None, "run", "other", None]
