"""Conditions and ways; that they select what is meant is shown with the predicate, in `services`."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from sqlalchemy.dialects import sqlite

from tests.unit.notification_rows import NoNames
from trishul.search.criteria import HasWords, HostColumn, HostWithin, OidColumn, OidUnder
from trishul.search.syntax import All, Not
from trishul.store import notification_search
from trishul.store.notification_search import SearchConditions
from trishul.store.notification_vocabulary import StoredValues
from trishul.store.notification_ways import MAX_STREAMS, Way, ids_along

LINKS = OidUnder(OidColumn.TRAP, "1.3.6")
NEAR = HostWithin(HostColumn.PEER, ip_network("10.0.0.0/8"))


class AllNames:
    def is_resolved(self, trap_oid: str) -> bool:
        return True

    def name_contains(self, trap_oid: str, piece: str) -> bool:
        return True


def test_values_that_are_not_known_leave_it_to_the_rows() -> None:
    many = SearchConditions(StoredValues([f"1.3.6.{number}" for number in range(MAX_STREAMS + 1)]), NoNames())
    assert [way.is_ordered for way in many.ways(LINKS)] == [False]
    assert many.bounds(All((LINKS, Not(LINKS)))).is_exact
    nothing = SearchConditions(StoredValues(), NoNames())
    assert nothing.ways(All((NEAR, LINKS, HasWords(("a",), ends_open=True, text="a")))) == []
    assert not nothing.bounds(NEAR).is_exact
    assert not nothing.bounds(Not(HasWords(("a",), ends_open=True))).is_exact


def test_a_query_names_no_more_values_than_a_statement_has_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notification_search, "MAX_NAMED", 5)
    conditions = SearchConditions(StoredValues(["1.3.6.1", "1.3.6.2"]), NoNames())
    assert conditions.bounds(All((LINKS, Not(LINKS)))).is_exact
    assert not conditions.bounds(LINKS).is_exact


def test_words_that_must_be_there_together_are_one_way_but_for_those_that_name_a_notification() -> None:
    values = StoredValues(["1.3.6.1"], None, {"c": ("cat", "cow"), "d": None, "e": ()})
    words = [HasWords(("a", "b"), ends_open=False), HasWords(("c",), ends_open=True), HasWords(("e",), ends_open=True)]
    (way,) = SearchConditions(values, NoNames()).ways(All(tuple(words)))
    assert way.is_ordered
    assert '("a") AND ("b") AND ("cat" OR "cow") AND ("e")' in asked_of(way)
    many = HasWords(("d",), ends_open=True)
    whole, all_words = SearchConditions(values, NoNames()).ways(All((words[0], many)))
    assert (whole.is_ordered, all_words.is_ordered) == (True, False)
    assert '("a") AND ("b") AND ("d"*)' in asked_of(all_words)
    named, _ = SearchConditions(values, AllNames()).ways(All((HasWords(("c",), ends_open=True, text="c"), words[0])))
    assert len(named.streams) == 2


def asked_of(way: Way) -> list[str]:
    """Texts that a way's statement holds."""
    statement = ids_along(way, below=9, above=0, limit=9).compile(dialect=sqlite.dialect())
    return [value for value in statement.params.values() if isinstance(value, str)]
