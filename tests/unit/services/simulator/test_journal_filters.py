"""Which requests a question means, in words, and what is different about others."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest

from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.simulator.journal_filters import JournalFilter, JournalFilters, name_text
from trishul.workers.agent_messages import JournaledRequest

IN_OCTETS = "1.3.6.1.2.1.31.1.1.1.6"


def request(at: float, pdu: str, name: str, repetitions: int | None = None, **other: Any) -> JournaledRequest:
    source = other.get("source", "192.0.2.9:40000")
    non_repeaters = None if repetitions is None else 0
    return JournaledRequest(
        int(at), at, source, "2c", pdu, [name], 1, non_repeaters, repetitions, other.get("varbinds", 1)
    )


KEPT = [
    request(1.0, "GetRequest", "1.3.6.1.2.1.1.5.0"),
    request(2.0, "GetBulkRequest", IN_OCTETS, 25),
    request(3.0, "GetBulkRequest", f"{IN_OCTETS}.24", 50, source="[2001:db8::1]:161"),
    request(4.0, "SetRequest", "1.3.6.1.2.1.1.6.0", varbinds=None),
    request(5.0, "GetBulkRequest", "1.3.6.1.2.1.31.1.1.1.60", 10),
]


@pytest.mark.parametrize(
    ("wanted", "expected", "words"),
    [
        ({}, [1, 2, 3, 4, 5], "any request"),
        ({"oid": IN_OCTETS}, [2, 3], f"any request, of {IN_OCTETS}"),
        ({"pdu": "getbulk", "max_repetitions": 25}, [2, 5], "GetBulkRequest, with max-repetitions at most 25"),
        ({"min_repetitions": 26}, [3], "any request, with max-repetitions at least 26"),
        ({"source": "2001:db8::/32"}, [3], "any request, from 2001:db8::/32"),
        ({"source": "192.0.2.9"}, [1, 2, 4, 5], "any request, from 192.0.2.9"),
        ({"since": 2.0, "until": 4.0}, [2, 3, 4], "any request, since then, until then"),
        ({"is_error": True}, [4], "any request, answered with an error"),
        ({"version": "3"}, [], "any request, by version 3"),
        ({"last_s": 60.0}, [], "any request, within 60 s"),
    ],
)
def test_requests_that_fit_are_meant(wanted: dict[str, Any], expected: list[int], words: str) -> None:
    filters = JournalFilters(JournalFilter(**wanted), Names(None))
    assert [entry.number for entry in KEPT if filters.fits(entry)] == expected
    assert str(filters) == words


def test_what_is_different_is_said_in_words() -> None:
    wanted = JournalFilter(oid=IN_OCTETS, pdu="getbulk", max_repetitions=25, source="192.0.2.0/24", version="2c")
    filters = JournalFilters(wanted, Names(None))
    assert filters.misses(KEPT[1]) == []
    assert filters.misses(KEPT[2]) == ["max-repetitions is 50", "from [2001:db8::1]"]
    assert filters.misses(KEPT[0]) == ["it is a GetRequest", f"not below {IN_OCTETS}", "it has no max-repetitions"]
    assert JournalFilters(JournalFilter(last_s=5), Names(None)).fits(request(time.time(), "GetRequest", IN_OCTETS))


def test_who_was_not_answered_was_neither_answered_well_nor_with_an_error() -> None:
    silent = msgspec.structs.replace(KEPT[3], is_answered=False)
    for is_error in (True, False):
        assert JournalFilters(JournalFilter(is_error=is_error), Names(None)).misses(silent) == ["not answered"]


def test_a_version_that_there_is_not_names_its_field() -> None:
    with pytest.raises(InvalidInput) as refused:
        JournalFilters(JournalFilter(version="4"), Names(None))
    assert refused.value.field == "version"


def test_a_request_is_named_by_its_first_object() -> None:
    many = JournaledRequest(1, 1.0, "", "2c", "GetRequest", [IN_OCTETS, "1.3"], 20, None, None, 20)
    none = JournaledRequest(1, 1.0, "", "2c", "GetRequest", [], 0, None, None, 0)
    assert name_text(many, Names(None)) == f"{IN_OCTETS} and 19 more"
    assert name_text(none, Names(None)) == "nothing"
