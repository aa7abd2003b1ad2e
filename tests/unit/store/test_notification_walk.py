"""The walk takes a way where few of the newest rows fit, and the one with the fewest rows."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.unit.notification_rows import LINK_DOWN, LINK_UP, NoNames, a_row, store
from trishul.search.criteria import Comparison, Criteria, HasWords, NumberColumn, NumberCompared, OidColumn, OidUnder
from trishul.search.syntax import All
from trishul.store import notification_walk
from trishul.store.database import Database
from trishul.store.notification_search import SearchConditions
from trishul.store.notification_vocabulary import stored_values
from trishul.store.notification_walk import NotificationWalk, Search
from trishul.store.notification_words import index_words, make_word_index

ROWS = 40
DOWN = OidUnder(OidColumn.TRAP, LINK_DOWN)
RARE = HasWords(("rare",), ends_open=True)
OLD = NumberCompared(NumberColumn.ID, Comparison.LESS, 9)


@pytest.fixture(autouse=True)
def few_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST_WINDOW", "_JUDGED_FIRST", "JUDGED_AT_ONCE"):
        monkeypatch.setattr(notification_walk, name, 4)
    monkeypatch.setattr(notification_walk, "SPARSE", 2)


async def walked(connection: AsyncConnection, criteria: Criteria) -> list[tuple[list[int], int]]:
    """The ids of each step, and how far it came."""
    search = Search(criteria, lambda row: row.id < 9, NoNames())
    conditions = SearchConditions(await stored_values(connection, criteria), search.names)
    walk = NotificationWalk(connection, search, conditions, range(ROWS + 1), ROWS)
    steps = []
    while (step := await walk.step(3)) is not None:
        steps.append(([row.id for row in step.rows], step.reached))
    assert (walk.found, walk.reached) == (sum(len(ids) for ids, _ in steps), 1), "everything was looked at"
    return steps


async def fill(connection: AsyncConnection) -> None:
    """Every fifth row is a linkDown, the second and the tenth have a rare word, all of them a common one."""
    await store(connection, [a_row(trap_oid=LINK_UP if number % 5 else LINK_DOWN) for number in range(1, ROWS + 1)])
    await make_word_index(connection)
    words = [(number, ["common", *["rare"] * (number in {2, 10})]) for number in range(1, ROWS + 1)]
    await index_words(connection, words)


async def test_where_many_of_the_newest_rows_fit_the_table_is_walked(database: Database) -> None:
    async with database.write() as connection:
        await fill(connection)
        (first, *_) = await walked(connection, OidUnder(OidColumn.TRAP, LINK_UP))
    assert first == ([39, 38, 37], 37)


async def test_where_few_of_the_newest_rows_fit_a_way_leads_to_the_others(database: Database) -> None:
    async with database.write() as connection:
        await fill(connection)
        assert await walked(connection, RARE) == [([], 37), ([2], 1)]
        assert (await walked(connection, All((DOWN, OLD)))) == [([], 37), ([5], 1)]


async def test_a_way_that_ends_with_a_full_step_has_ended(database: Database) -> None:
    three_words = HasWords(("three",), ends_open=False)
    async with database.write() as connection:
        await fill(connection)
        await index_words(connection, [(number, ["three"]) for number in (20, 19, 2)])
        assert await walked(connection, three_words) == [([], 37), ([2], 2)]


@pytest.mark.parametrize("criteria", [All((DOWN, RARE)), All((RARE, DOWN))])
async def test_the_way_with_the_fewest_rows_is_taken(
    database: Database, monkeypatch: pytest.MonkeyPatch, criteria: Criteria
) -> None:
    monkeypatch.setattr(notification_walk, "_VERY_FEW_ROWS", 4)
    async with database.write() as connection:
        await fill(connection)
        assert await walked(connection, criteria) == [([], 37), ([], 1)]


async def test_a_way_that_is_slow_to_begin_is_taken_only_when_the_others_are_long(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    common = HasWords(("common",), ends_open=True)
    monkeypatch.setattr("trishul.store.notification_words.MAX_ENDINGS", 0)  # so that beginnings stay beginnings
    async with database.write() as connection:
        await fill(connection)
        assert await walked(connection, All((RARE, common))) == [([], 37), ([2], 1)]
        assert await walked(connection, All((common, DOWN))) == [([], 37), ([], 25), ([5], 1)]
