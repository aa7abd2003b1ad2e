"""Ways into the table by several values at a time."""

from __future__ import annotations

import pytest

from tests.unit.notification_rows import a_row, store
from trishul.store import notification_ways
from trishul.store.database import Database
from trishul.store.notification_ways import Way, count_along, ids_along, way_by_values, way_by_words
from trishul.store.notification_words import AnyWord, index_words, make_word_index
from trishul.store.tables import notifications

TRAP_OID = notifications.c.trap_oid


@pytest.mark.parametrize("streams", [1, 9])
async def test_ids_come_in_falling_order_by_one_stream_or_several(
    database: Database, monkeypatch: pytest.MonkeyPatch, streams: int
) -> None:
    monkeypatch.setattr(notification_ways, "MAX_STREAMS", streams)
    async with database.write() as connection:
        await store(connection, [a_row(trap_oid=oid) for oid in ("1.3.6", "1.4", "1.3.6.1", "1.3.6", "1.4")])
        way = way_by_values(TRAP_OID, ["1.3.6", "1.3.6.1"])
        assert (way.is_ordered, len(way.streams)) == ((False, 1) if streams == 1 else (True, 2))
        assert (await connection.execute(ids_along(way, below=4, above=0, limit=9))).scalars().all() == [3, 1]
        assert (await connection.execute(ids_along(way, below=9, above=1, limit=1))).scalars().all() == [4]
        counts = [count_along(way, below=9, above=0, limit=limit) for limit in (9, 2)]
        assert [(await connection.execute(count)).scalar_one() for count in counts] == [3, 2]


async def test_a_row_that_comes_by_its_words_and_by_its_name_comes_once(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row(trap_oid=oid) for oid in ("1.4", "1.3.6", "1.5")])
        await make_word_index(connection)
        await index_words(connection, [(2, ["up"]), (3, ["up"])])
        way = way_by_words([AnyWord(("up",))], ["1.3.6", "1.4"])
        assert (await connection.execute(ids_along(way, below=9, above=0, limit=9))).scalars().all() == [3, 2, 1]


async def test_a_way_without_streams_leads_nowhere(database: Database) -> None:
    async with database.read() as connection:
        assert (await connection.execute(ids_along(Way(()), below=9, above=0, limit=9))).all() == []
        assert (await connection.execute(count_along(Way(()), below=9, above=0, limit=9))).scalar_one() == 0
