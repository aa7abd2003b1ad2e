"""A predicate and a database mean the same by the same query: on random rows, random queries select the same rows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.unit.notification_rows import IF_ADMIN_STATUS, IF_DESCR, IF_INDEX, LINK_DOWN, NOON_NS, a_row, bindings
from trishul.datatypes.values import Value
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.sources import LibraryPlaces
from trishul.search.syntax import All, Not, Query, Term, Text, to_text
from trishul.search.syntax import Any as OneOf
from trishul.services.traps.notification_query import read_search
from trishul.services.traps.notification_text import words_of_row
from trishul.store import (
    notification_pages,
    notification_vocabulary,
    notification_walk,
    notification_ways,
    notification_words,
)
from trishul.store.database import Database
from trishul.store.notification_indexer import NotificationIndexer
from trishul.store.notification_marks import add_tags, set_marks
from trishul.store.notification_pages import Count, NotificationSearch
from trishul.store.notification_walk import Search
from trishul.store.notifications import (
    StoredNotification,
    delete_all_notifications,
    insert_notifications,
    list_notifications,
)

TRAP_OIDS = (LINK_DOWN, "1.3.6.1.6.3.1.1.5.4", "1.3.6.1.4.1.9", "1.3.6.1.4.1.9.0.7", "1.3.6.1.4.1.99.0.1", "0.0")
PEERS = ("10.0.0.1:162", "10.0.0.1:7", "10.1.2.3:162", "192.0.2.7:1", "[::ffff:10.0.0.1]:9", "[fe80::1%eth0]:9")
TEXT_VALUES = ("Gi0/1", "Gi0/10", "up", "Süd", "", "3", "a.b", "GI0")

numbers = st.integers(-2, 12)
values = st.one_of(
    st.builds(lambda number: (f"{IF_INDEX}.{number}", Value.integer(number)), st.integers(0, 12)),
    st.builds(lambda number: (f"{IF_ADMIN_STATUS}.1", Value.integer(number)), st.integers(1, 3)),
    st.builds(lambda text: (f"{IF_DESCR}.1", Value.octet_string(text)), st.sampled_from(TEXT_VALUES)),
    st.builds(lambda number: ("1.3.6.1.2.1.1.3.0", Value.time_ticks(number)), st.integers(0, 12)),
    st.builds(lambda number: ("1.3.6.1.4.1.99.1", Value.counter64(number)), st.sampled_from((3, 2**63))),
    st.builds(lambda text: ("1.3.6.1.4.1.99.2", Value.octet_string(text)), st.sampled_from((b"\xff\x00", b"up"))),
    st.builds(lambda text: ("1.3.6.1.4.1.99.3", Value.ip_address(text)), st.sampled_from(("10.0.0.1", "10.0.0.10"))),
    st.just((f"{IF_INDEX}.1", Value.time_ticks(3))),
)
secured = st.sampled_from(
    ((None,) * 5, (3, "ops", "80001f8804", "80001f8804", ""), (0, "Ops%", "80001f99", "", "vlan-7"))
)


@st.composite
def rows(draw: st.DrawFn) -> tuple[Any, ...]:
    level, user, engine, context_engine, context = draw(secured)
    return a_row(
        received_at_ns=NOON_NS + draw(numbers) * 10**9,
        local_address=draw(st.sampled_from(("0.0.0.0:1162", "[::]:162"))),
        peer_address=draw(st.sampled_from(PEERS)),
        version=draw(st.sampled_from((0, 1, 3))),
        pdu_kind=draw(st.sampled_from((0xA4, 0xA6, 0xA7))),
        trap_oid=draw(st.sampled_from(TRAP_OIDS)),
        agent_address=draw(st.sampled_from((None, "10.0.0.9", "192.0.2.1"))),
        enterprise=draw(st.sampled_from((None, "1.3.6.1.4.1.9.1"))),
        inbox=draw(st.sampled_from((None, "run42"))),
        varbinds=bindings(*draw(st.lists(values, max_size=3))),
        anomalies=draw(st.sampled_from(("[]", '[{"kind":"x","offset":1}]'))),
        security_level=level,
        user_name=user,
        engine_id=engine,
        context_engine_id=context_engine,
        context_name=context,
    )


marks = st.fixed_dictionaries(
    {
        "is_pinned": st.booleans(),
        "is_read": st.booleans(),
        "severity": st.sampled_from((None, 0, 1, 3, 5)),
        "tags": st.sets(st.sampled_from(("x", "y"))),
    }
)


def term(field: str, operators: tuple[str, ...], *choices: str) -> st.SearchStrategy[Query]:
    return st.builds(Term, st.just(field), st.sampled_from(operators), st.sampled_from(choices))


ORDER = (":", "<", "<=", ">", ">=")
terms = st.one_of(
    term("trap", (":",), "linkDown", "1.3.6.1.6.3.1.1.5", "1.3.6.1.4.1.9", "1.3.6.1.4.1.99.0.1", "1.3.9"),
    term("enterprise", (":",), "1.3.6.1.4.1.9", "1.3.6.1.4.1.8"),
    term("src", (":",), "10.0.0.0/8", "10.0.0.1", "10.0.0.0/15", "0.0.0.0/0", "fe80::/16", "::/0", "203.0.113.1"),
    term("agent", (":",), "10.0.0.0/8"),
    term("ver", (":",), "1", "2c", "3"),
    term("kind", (":",), "trap", "inform"),
    term("user", (":", "~"), "ops", "OPS", "%", ""),
    term("context", (":", "~"), "vlan-7", "", "V"),
    term("engine", (":",), "80001f88", "80"),
    term("sev", ORDER, "debug", "info", "warning", "critical"),
    term("is", (":",), "resolved", "unresolved", "read", "unread", "pinned", "tagged", "encrypted", "odd"),
    term("tag", (":",), "x", "y", "z"),
    term("inbox", (":",), "run42", "run"),
    term("port", (":",), "162", "1162"),
    term("id", ORDER, "1", "5", "-1", "99999999999999999999"),
    term("after", (":",), "2027-01-15T08:00:00Z", "2027-01-15T08:00:03Z"),
    term("before", (":",), "2027-01-15T08:00:03Z", "now"),
    st.builds(
        lambda name, operator, value: Term("var", operator, value if operator else "", name),
        st.sampled_from(("ifIndex", "ifDescr.1", "ifAdminStatus", "sysUpTime.0", "1.3.6.1.4.1.99", "ifTable")),
        st.sampled_from(("", "=", "!=", "~", "!~")),
        st.sampled_from(("3", "1", "up", "up(1)", "Gi0/1", "gi0", "-2", "0xff00", "10.0.0.1", "")),
    ),
    st.builds(
        lambda operator, value: Term("var", operator, value, "1.3.6.1"),
        st.sampled_from(("<", "<=", ">", ">=")),
        st.sampled_from(("3", "-1", "9223372036854775808")),
    ),
    st.builds(
        Text,
        st.sampled_from(
            ("gi0", "Gi0/1", "10.0.0", "linkd", "MIB", "3", "süd", "op", "g", "u", "0/1", "9223372036854775808")
        ),
    ),
    st.builds(Text, st.sampled_from(("Gi0/1", "gi0", "link", "10.0.0.1")), st.just(value=True)),
)
queries: st.SearchStrategy[Query] = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(OneOf, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)


class Place:
    """A database with an index of words, on a loop that lives as long as the tests."""

    def __init__(self, url: str, names: Names) -> None:
        self.runner = asyncio.Runner()
        self.names = names
        self.database = self.runner.run(Database.open(url))
        self.indexer = NotificationIndexer(self.database, words_of_row, lambda: False)
        self.runner.run(self._start_and_stop_indexing())

    async def _start_and_stop_indexing(self) -> None:
        await self.indexer.start()
        await self.indexer.close()

    async def fill(
        self, indexed: list[tuple[Any, ...]], tail: list[tuple[Any, ...]], said: list[dict[str, Any]]
    ) -> None:
        async with self.database.write() as connection:
            await delete_all_notifications(connection)
            first = await insert_notifications(connection, indexed) if indexed else 0
        await self.indexer.step()
        async with self.database.write() as connection:
            first_of_tail = await insert_notifications(connection, tail) if tail else 0
            for row_id, each in enumerate(said, first or first_of_tail):
                tags = each.pop("tags")
                await set_marks(connection, [row_id], each)
                if tags:
                    await add_tags(connection, [row_id], sorted(tags))

    async def selected(self, text: str) -> tuple[list[int], list[int]]:
        """Ids by the database, page by page, and by the predicate."""
        search = read_search(text, self.names)
        async with self.database.read() as connection:
            everything = await list_notifications(connection, limit=100)
            found = await self._paged(connection, search)
            middle = everything[len(everything) // 2].id if everything else 0
            newer = await self._paged(connection, search, after=middle)
            older = await self._paged(connection, search, before=middle + 1)
            opened = await NotificationSearch.open(connection, search)
            await opened.page(2, patience_s=60)
            counts = [opened, await NotificationSearch.open(connection, search)]
            counted = [await each.count(patience_s=60) for each in counts]
        assert found == newer + older, "pages from the middle, up and down"
        assert counted == [Count(len(found), is_estimate=False)] * 2
        return [row.id for row in found], [row.id for row in everything if search.matches(row)]

    async def _paged(
        self, connection: AsyncConnection, search: Search, before: int | None = None, after: int | None = None
    ) -> list[StoredNotification]:
        found: list[StoredNotification] = []
        while True:
            opened = await NotificationSearch.open(connection, search, before=before, after=after)
            page = await opened.page(4, patience_s=60)
            found.extend(page.rows)
            before = page.next_before
            if before is None:
                return found

    def close(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, small_archive: Path, small_index: Path) -> Iterator[Place]:
    library = Library.open(LibraryPlaces(small_index.parent, small_archive).index)
    made = Place(f"sqlite:///{tmp_path_factory.mktemp('match') / 'trishul.db'}", Names(library))
    yield made
    made.close()
    library.close()


SMALL_SIZES = {
    notification_walk: ("FIRST_WINDOW", "_JUDGED_FIRST", "JUDGED_AT_ONCE", "_LONGEST_STEP", "FEW_ROWS", "MANY_ROWS"),
    notification_pages: ("_COUNTED_AT_ONCE",),
    notification_ways: ("MAX_STREAMS",),
    notification_words: ("MAX_ENDINGS",),
    notification_vocabulary: ("MAX_BEGINNINGS", "_MAX_RANGES"),
}
"""Sizes that few rows reach only when they are small: then ways are long, in steps, and words have many endings."""


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.integers(0, 3),
    st.lists(rows(), max_size=6),
    st.lists(rows(), max_size=4),
    st.lists(marks, min_size=10, max_size=10),
    st.lists(queries, min_size=4, max_size=4),
)
def test_database_and_predicate_select_the_same_rows(
    place: Place,
    small: int,
    indexed: list[tuple[Any, ...]],
    tail: list[tuple[Any, ...]],
    said: list[dict[str, Any]],
    wanted: list[Query],
) -> None:
    place.runner.run(place.fill(indexed, tail, [dict(each) for each in said[: len(indexed) + len(tail)]]))
    with pytest.MonkeyPatch.context() as patched:
        for module, names in SMALL_SIZES.items():
            for name in names if small else ():
                patched.setattr(module, name, small)
        for query in wanted:
            by_database, by_predicate = place.runner.run(place.selected(to_text(query)))
            assert by_database == by_predicate, to_text(query)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("trap:linkDown var:ifIndex=3", [3, 1]),
        ('var:ifDescr~"gi0"', [3, 2, 1]),
        ("var:ifAdminStatus=up", [2]),
        ("linkdown gi0/1", [3, 1]),
        ("if-mib", [3, 2, 1]),
        ('"gi0/10"', [2]),
        ("src:10.0.0.0/8 or user:ops", [3, 2]),
        ("-src:10.0.0.0/8 sev<warning", [3, 1]),
        ("is:unresolved", []),
    ],
)
def test_queries_find_what_people_mean(place: Place, query: str, ids: list[int]) -> None:
    def a_link(trap: str, index: int, name: str, **changes: Any) -> tuple[Any, ...]:
        found = bindings(
            (f"{IF_INDEX}.{index}", Value.integer(index)), (f"{IF_DESCR}.{index}", Value.octet_string(name))
        )
        return a_row(trap_oid=trap, **{"varbinds": found} | changes)

    status = bindings((f"{IF_ADMIN_STATUS}.4", Value.integer(1)), (f"{IF_DESCR}.4", Value.octet_string("Gi0/10")))
    three = [
        a_link(LINK_DOWN, 3, "Gi0/1"),
        a_link("1.3.6.1.6.3.1.1.5.4", 4, "", peer_address="10.1.1.1:1", varbinds=status),
        a_link(LINK_DOWN, 3, "Gi0/1", user_name="ops"),
    ]
    place.runner.run(place.fill(three[:2], three[2:], []))
    by_database, by_predicate = place.runner.run(place.selected(query))
    assert by_database == by_predicate
    first = place.runner.run(_first_id(place))
    assert [row_id - first + 1 for row_id in by_database] == ids


async def _first_id(place: Place) -> int:
    async with place.database.read() as connection:
        return (await list_notifications(connection, limit=100))[-1].id
