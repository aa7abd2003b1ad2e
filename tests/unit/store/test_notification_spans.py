"""Spans say where time can be."""

from __future__ import annotations

from tests.unit.notification_rows import NOON_NS, a_row, store
from trishul.store.database import Database
from trishul.store.notification_spans import add_span, first_since, forget_spans, indexed_up_to, last_before


async def test_times_bound_ids_also_where_the_clock_stepped_back(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row(received_at_ns=at) for at in (10, 20, 30, 40, 25, 50)])
        await add_span(connection, 1, 2, 10, 20)
        await add_span(connection, 3, 4, 30, 40)
        assert await indexed_up_to(connection) == 4
        assert [await first_since(connection, at) for at in (5, 15, 25, 35, 99)] == [1, 1, 3, 3, 5]
        assert [await last_before(connection, at) for at in (5, 15, 26, 45, 99)] == [0, 2, 5, 5, 6]
        await forget_spans(connection)
        assert await indexed_up_to(connection) == 0
        assert await first_since(connection, NOON_NS) == 1
