"""OIDs of the fast path: canonical text gives octets and a place in the order, everything else goes the lenient way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes.contents import encode_oid_contents
from trishul.simulation.recordings.oid_tables import ArcTable, NameReader, OidTable


@given(st.lists(st.integers(0, 2**32 - 1), max_size=126))
def test_a_canonical_oid_is_encoded_as_the_codec_does(arcs: list[int]) -> None:
    text = ".".join(map(str, (1, 3, *arcs))).encode()
    assert OidTable(ArcTable())[text] == encode_oid_contents((1, 3, *arcs))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"1",
        b"1.",
        b".1.3",
        b"1.03",
        b"1.3.01",
        b"1.3.4294967296",
        b"3.1",
        b"1.40",
        b"1.3.-1",
        b"1.3. 1",
        b"1.3" + b".1" * 127,
    ],
)
def test_other_oids_are_left_to_the_lenient_way(text: bytes) -> None:
    with pytest.raises(KeyError):
        OidTable(ArcTable())[text]


def test_a_name_is_known_to_follow_only_when_it_certainly_does() -> None:
    reader = NameReader()
    seen = [
        reader.read(text)[1] for text in (b"1.3.1.9", b"1.3.1.10", b"1.3.1.10", b"1.3.1.2", b"1.3.2.1", b"1.3.2.11")
    ]
    assert seen == [False, True, False, False, False, True]


def test_after_a_name_that_could_not_be_read_or_was_not_kept_nothing_follows() -> None:
    reader = NameReader()
    reader.read(b"1.3.1.1")
    with pytest.raises(KeyError):
        reader.read(b"1.3.1.x")
    assert not reader.read(b"1.3.1.2")[1]
    reader.forget()
    assert not reader.read(b"1.3.1.3")[1]
    assert reader.read(b"1.3.1.4")[1]


@given(st.lists(st.lists(st.integers(0, 300), min_size=1, max_size=2), min_size=2, max_size=20))
def test_what_follows_is_greater(tails: list[list[int]]) -> None:
    reader = NameReader()
    names = [(1, 3, 6, *tail) for tail in tails]
    for before, name in zip([(), *names[:-1]], names, strict=True):
        octets, follows = reader.read(".".join(map(str, name)).encode())
        assert octets == encode_oid_contents(name)
        assert not follows or name > before
