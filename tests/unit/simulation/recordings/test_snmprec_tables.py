"""Tables of the fast path: canonical fields give octets, everything else goes the lenient way."""

from __future__ import annotations

import pytest

from trishul.simulation.recordings.oid_tables import ArcTable
from trishul.simulation.recordings.snmprec_tables import value_tables


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
