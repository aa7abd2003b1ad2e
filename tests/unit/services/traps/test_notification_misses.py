"""Why a notification does not fit, in words."""

from __future__ import annotations

import pytest

from tests.unit.notification_rows import NOON_NS, stored_row
from trishul.library.names import Names
from trishul.search.parser import parse_query
from trishul.search.resolving import Surroundings, resolve
from trishul.services.traps.notification_misses import Miss, MissFinder
from trishul.services.traps.notification_query import LibraryNames


def finder_of(text: str) -> MissFinder:
    names = Names(None)
    query = parse_query(text)
    return MissFinder(query, resolve(query, Surroundings(LibraryNames(names), NOON_NS)), names)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("trap:1.3.6.1.6.3.1.1.5.4", "it is linkDown"),
        ("enterprise:1.3", "it has no enterprise"),
        ("src:10.0.0.0/8", "it came from 192.0.2.1"),
        ("agent:10.0.0.1", "it has no agent address"),
        ("ver:3", "it came by version 2c"),
        ("id>7", "its number is 1"),
        ("user:ops", "it has no user"),
        ("context:x", "it has no context"),
        ("engine:80", "it has no engine ID"),
        ("kind:inform", "it is a trap"),
        ("sev>=warning", "it is of severity info"),
        ("port:162", "it arrived at 127.0.0.1:1162"),
        ("tag:x", "its tags are a, b"),
        ("is:pinned", "it is not pinned"),
        ("is:unresolved", "that holds"),
        ("nowhere", "these words are not in it"),
        ("(ver:1 or ver:3)", "none of these holds"),
        ("var:1.3.9", "it has no 1.3.9"),
        ("var:1.3.6.1.2.1.2.2.1.1=4", "1.3.6.1.2.1.2.2.1.1.3 is '3'"),
    ],
)
def test_each_condition_has_its_reason(query: str, reason: str) -> None:
    finder = finder_of(f"linkdown {query}")
    row = stored_row(tags=("a", "b"))
    (miss,) = finder.misses(row)
    assert (miss.reason, finder.count(row)) == (reason, 1)


def test_a_time_is_told_as_a_time() -> None:
    (miss,) = finder_of("after:now").misses(stored_row(received_at_ns=NOON_NS - 10**9))
    assert miss.reason.startswith("it was received at 2027-01-1")


def test_what_fits_has_no_misses_and_conditions_are_told_as_written() -> None:
    assert finder_of("ver:2c").misses(stored_row()) == []
    assert finder_of("-(ver:2c  kind:trap) a").misses(stored_row())[0] == Miss("-(ver:2c kind:trap)", "that holds")
