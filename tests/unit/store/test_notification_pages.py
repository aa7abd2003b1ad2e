"""Pages in bounded steps, and counts that say when they are estimates."""

from __future__ import annotations

import pytest

from tests.unit.notification_rows import LINK_DOWN, LINK_UP, NoNames, a_row, store
from trishul.datatypes.oid import Oid
from trishul.search.criteria import Comparison, Criteria, NumberColumn, NumberCompared, OidColumn, OidUnder, VariableIs
from trishul.store import notification_pages, notification_walk
from trishul.store.database import Database
from trishul.store.notification_pages import NotificationSearch
from trishul.store.notification_walk import Search
from trishul.store.notifications import StoredNotification

DOWN, VERSION_3 = OidUnder(OidColumn.TRAP, LINK_DOWN), NumberCompared(NumberColumn.VERSION, Comparison.EQUAL, 3)
HAS_INDEX = VariableIs(Oid("1.3.6.1.2.1.2.2.1.1"))


def a_search(criteria: Criteria) -> Search:
    def is_even(row: StoredNotification) -> bool:
        return row.id % 2 == 0

    return Search(criteria, is_even, NoNames())


async def fill(database: Database) -> None:
    """Ten rows, the odd ones linkUp."""
    async with database.write() as connection:
        await store(connection, [a_row(trap_oid=LINK_DOWN if number % 2 else LINK_UP) for number in range(10)])


@pytest.mark.parametrize("criteria", [DOWN, HAS_INDEX])
async def test_pages_follow_each_other_without_gaps(database: Database, criteria: Criteria) -> None:
    await fill(database)
    async with database.read() as connection:
        first = await (await NotificationSearch.open(connection, a_search(criteria))).page(2)
        second = await (await NotificationSearch.open(connection, a_search(criteria), before=first.next_before)).page(3)
        newer = await (await NotificationSearch.open(connection, a_search(criteria), after=6)).page(9)
    assert ([row.id for row in first.rows], first.next_before) == ([10, 8], 8)
    assert ([row.id for row in second.rows], second.next_before, second.is_full) == ([6, 4, 2], None, True)
    assert [row.id for row in newer.rows] == [10, 8]


async def test_a_page_whose_time_is_over_says_where_to_go_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(database)
    monkeypatch.setattr(notification_walk, "FIRST_WINDOW", 3)
    async with database.read() as connection:
        page = await (await NotificationSearch.open(connection, a_search(VERSION_3))).page(5, patience_s=0)
    assert (page.rows, page.next_before, page.is_full) == ([], 8, False)


@pytest.mark.parametrize(
    ("criteria", "number", "is_estimate"), [(DOWN, 5, False), (HAS_INDEX, 7, True), (VERSION_3, 0, True)]
)
async def test_a_count_is_exact_or_says_that_it_is_none(
    database: Database, monkeypatch: pytest.MonkeyPatch, criteria: Criteria, number: int, *, is_estimate: bool
) -> None:
    await fill(database)
    monkeypatch.setattr(notification_walk, "_JUDGED_FIRST", 3)
    monkeypatch.setattr(notification_pages, "_COUNTED_AT_ONCE", 3)
    async with database.read() as connection:
        count = await (await NotificationSearch.open(connection, a_search(criteria))).count(patience_s=0)
    assert (count.number, count.is_estimate) == (number, is_estimate)
