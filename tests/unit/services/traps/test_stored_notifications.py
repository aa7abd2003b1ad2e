"""Pages, searches and single records of what is stored."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.notification_rows import LINK_UP, a_row, store, stored_row
from trishul.errors import InvalidInput
from trishul.library.library import LibraryUnavailable
from trishul.library.names import Names
from trishul.services.mibs.name_source import Numeric
from trishul.services.time_share import TimeShare
from trishul.services.traps.notification_match import LookedAt
from trishul.services.traps.stored_notifications import MatchCount, StoredNotifications
from trishul.store import notification_walk, notifications
from trishul.store.database import Database
from trishul.store.notifications import StoredNotification


def no_library() -> Names | None:
    raise LibraryUnavailable("it is gone")


@pytest.fixture
async def stored(database: Database) -> StoredNotifications:
    async with database.write() as connection:
        await store(connection, [a_row(), a_row(trap_oid=LINK_UP), a_row()])
    return StoredNotifications(database, Numeric(), lambda: None, lambda: 3)


async def test_pages_and_searches_go_on_where_the_last_ended(stored: StoredNotifications) -> None:
    page = await stored.page(2)
    assert ([record.id for record in page.data], page.next, page.total, page.matching) == ([3, 2], 2, 3, None)
    found = await stored.search("linkdown", 1)
    assert ([record.id for record in found.data], found.next, found.matching) == (
        [3],
        3,
        MatchCount(2, is_estimate=False),
    )
    rest = await stored.search("linkdown", 5, before=found.next)
    assert ([record.id for record in rest.data], rest.next, rest.matching) == ([1], None, None)


@pytest.mark.fault("The whole store of notifications was read for each request")
@pytest.mark.parametrize(
    ("query", "most"), [(None, 11), ("", 11), ("linkdown", 200)], ids=["list", "all", "judged row by row"]
)
async def test_a_page_reads_what_it_shows_and_not_what_is_stored(
    database: Database, monkeypatch: pytest.MonkeyPatch, query: str | None, most: int
) -> None:
    read = []

    def noted(*columns: Any) -> StoredNotification:
        read.append(columns)
        return StoredNotification(*columns)

    async with database.write() as connection:
        await store(connection, [a_row() for _ in range(500)])
    for module in (notifications, notification_walk):
        monkeypatch.setattr(module, "StoredNotification", noted)
    stored = StoredNotifications(database, Numeric(), lambda: None, lambda: 500)
    page = await (stored.page(10, before=490) if query is None else stored.search(query, 10, before=490))
    assert len(page.data) == 10
    assert len(read) <= most


@pytest.mark.parametrize("limit", [0, 1001])
async def test_a_page_has_its_bounds(stored: StoredNotifications, limit: int) -> None:
    for page in (stored.page(limit), stored.search("x", limit)):
        with pytest.raises(InvalidInput, match="1 to 1000"):
            await page


async def test_a_record_has_marks_and_is_numeric_where_the_library_is_gone(database: Database) -> None:
    stored = StoredNotifications(database, Numeric(), no_library, lambda: 0)
    record = stored.record(stored_row(severity=4, is_read=True, tags=("a",)))
    assert (record.severity, record.is_pinned, record.is_read, record.tags) == ("error", False, True, ("a",))
    assert record.trap_name == record.trap_oid
    assert stored.matcher("tag:a")(LookedAt(stored_row(tags=("a",))))
    assert await stored.find(1) is None


async def test_the_newest_are_rendered_for_pushes_until_their_time_is_over(stored: StoredNotifications) -> None:
    rows = [stored_row(number) for number in range(1, 401)]
    stored._pushing = TimeShare(0.0, most_s=1.0, least=0.0, clock=lambda: 0.0)
    assert [record.id for record in await stored.newest_records(rows)] == list(range(151, 401))
    stored._pushing = TimeShare(0.0, most_s=0.0, least=30.0, clock=lambda: 0.0)
    assert [record.id for record in await stored.newest_records(rows)] == list(range(371, 401))
    assert [record.id for record in await stored.newest_records(rows)] == [400]
    assert await stored.newest_records([]) == []
