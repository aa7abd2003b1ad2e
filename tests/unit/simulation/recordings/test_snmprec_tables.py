"""Tables of the fast path: canonical fields give octets, everything else goes the lenient way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes.contents import encode_oid_contents
from trishul.simulation.recordings.snmprec_tables import (
    ArcTable,
    OidTable,
    value_tables,
)


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


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        (b"2", b"01"),
        (b"2", b"-0"),
        (b"2", b"2147483648"),
        (b"65", b"-1"),
        (b"65", b" 1"),
        (b"70", b"18446744073709551616"),
        (b"4x", b"abc"),
        (b"4x", b"ab cd"),
        (b"4x", b"\xff\xff"),
        (b"64", b"1.2.3"),
        (b"64", b"1.2.3.04"),
        (b"64", b"1.2.3.256"),
        (b"64x", b"0102030405"),
        (b"5", b"x"),
        (b"6", b".1.3"),
    ],
)
def test_other_values_are_left_to_the_lenient_way(tag: bytes, text: bytes) -> None:
    _, contents_of = value_tables(ArcTable())[tag]
    with pytest.raises(KeyError):
        contents_of[text]
