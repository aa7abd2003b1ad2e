"""The longest known prefix of any OID, whatever was asked before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trishul.datatypes.oid import Oid
from trishul.library import longest_prefix
from trishul.library.connection import IndexConnection
from trishul.library.longest_prefix import LongestPrefix, proper_prefixes, shared_arcs
from trishul.library.nodes import NodeReader
from trishul.library.sources import LibraryPlaces


@pytest.fixture(scope="module")
def reader(library_places: LibraryPlaces) -> Iterator[NodeReader]:
    connection = IndexConnection(library_places.index)
    yield NodeReader(connection)
    connection.close()


def slowly_found(reader: NodeReader, contents: bytes) -> tuple[str, int] | None:
    """The same by trying all prefixes."""
    for prefix in (contents, *proper_prefixes(contents)):
        entry = reader.at(prefix)
        if entry:
            return entry.full_name, len(prefix)
    return None


def found(finder: LongestPrefix, contents: bytes) -> tuple[str, int] | None:
    answer = finder.find(contents)
    return (answer[0].full_name, answer[1]) if answer else None


@pytest.mark.parametrize(
    ("oid", "name", "octets"),
    [
        ("1.3.6.1.2.1.2.2.1.2.3", "IF-MIB::ifDescr", 9),
        ("1.3.6.1.2.1.2.2.1.2", "IF-MIB::ifDescr", 9),
        ("1.3.6.1.2.1.1.1.0", "SNMPv2-MIB::sysDescr", 7),
        ("1.3.6.1.4.1.424242.1.2", "SNMPv2-SMI::enterprises", 5),
        ("1.3.6.1.4.1.9999.200.0", "EXAMPLE-MIB::exampleLabel", 9),
        ("1.3", "SNMPv2-SMI::org", 1),
    ],
)
def test_the_best_node_at_the_longest_prefix_is_found(reader: NodeReader, oid: str, name: str, octets: int) -> None:
    finder = LongestPrefix(reader)
    for _ in range(3):  # read, noted, kept
        assert found(finder, Oid(oid).contents) == (name, octets)


@pytest.mark.parametrize("contents", [b"", b"\x50\x01", b"\xff\xff", b"\x80"])
def test_what_nothing_is_known_of_is_not_found(reader: NodeReader, contents: bytes) -> None:
    finder = LongestPrefix(reader)
    for _ in range(3):
        assert finder.find(contents) is None


ARCS = st.lists(st.sampled_from((0, 1, 2, 3, 4, 6, 7, 127, 128, 200, 9999, 2**32 - 1)), max_size=8)
STARTS = st.sampled_from(("1.3.6.1.2.1.2.2.1", "1.3.6.1.4.1", "1.3.6.1.4.1.9999", "1.3.6.1.6.3", "1.3", "0.0", "2.5"))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(STARTS, ARCS), min_size=1, max_size=12))
def test_what_is_kept_never_changes_an_answer(reader: NodeReader, asked: list[tuple[str, list[int]]]) -> None:
    finder = LongestPrefix(reader)
    oids = [Oid((*Oid(start), *arcs)).contents for start, arcs in asked]
    for contents in oids * 3:
        assert found(finder, contents) == slowly_found(reader, contents)


def test_what_is_kept_is_bounded(reader: NodeReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(longest_prefix, "MAX_GAPS", 3)
    monkeypatch.setattr(longest_prefix, "MAX_NOTED", 3)
    finder = LongestPrefix(reader)
    for last in range(1, 20):
        for _ in range(3):
            finder.find(Oid((1, 3, 6, 1, 2, 1, 2, 2, 1, last)).contents)
    assert len(finder._starts) <= 3
    assert len(finder._noted) <= 3


def test_shared_arcs_end_at_whole_numbers() -> None:
    one, other = Oid("1.3.200.1").contents, Oid("1.3.201.1").contents
    assert shared_arcs(one, other) == Oid("1.3").contents
    assert shared_arcs(one, one) == one
    assert shared_arcs(one, b"") == b""
