"""Conditions and ways; that they select what is meant is shown with the predicate, in `services`."""

from __future__ import annotations

from ipaddress import ip_network

from tests.unit.notification_rows import a_row, store
from trishul.search.criteria import HasWords, HostColumn, HostWithin, OidColumn, OidUnder
from trishul.search.syntax import All, Not
from trishul.store.database import Database
from trishul.store.notification_search import (
    MAX_STREAMS,
    SearchConditions,
    StoredValues,
    ids_along,
    stored_values,
)

LINKS = OidUnder(OidColumn.TRAP, "1.3.6")
NEAR = HostWithin(HostColumn.PEER, ip_network("10.0.0.0/8"))


class NoNames:
    def is_resolved(self, trap_oid: str) -> bool:
        return False

    def name_contains(self, trap_oid: str, piece: str) -> bool:
        return False


async def test_distinct_values_are_read_only_where_they_are_needed(database: Database) -> None:
    async with database.write() as connection:
        await store(
            connection,
            [
                a_row(trap_oid=oid, peer_address=f"10.0.0.1:{port}")
                for oid, port in (("1.3", 1), ("1.2", 2), ("1.3", 3))
            ],
        )
        assert await stored_values(connection, All((NEAR, Not(LINKS)))) == StoredValues(["1.2", "1.3"], ["10.0.0.1:"])
        assert await stored_values(connection, All(())) == StoredValues(None, None)


async def test_ids_come_in_falling_order_from_several_streams(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row(trap_oid=oid) for oid in ("1.3.6", "1.4", "1.3.6.1", "1.3.6", "1.4")])
        (way,) = SearchConditions(await stored_values(connection, LINKS), NoNames()).ways(LINKS)
        assert way.is_whole
        ids = (await connection.execute(ids_along(way, below=4, above=0, limit=9))).scalars().all()
    assert ids == [3, 1]


def test_too_many_values_are_no_way_and_words_alone_are_never_exact() -> None:
    many = StoredValues([f"1.3.6.{number}" for number in range(MAX_STREAMS + 1)], None)
    conditions = SearchConditions(many, NoNames())
    assert conditions.ways(LINKS) == []
    assert conditions.bounds(All((LINKS, Not(LINKS)))).is_exact
    assert not conditions.bounds(NEAR).is_exact
    assert not conditions.bounds(Not(HasWords(("a",), ends_open=True))).is_exact
