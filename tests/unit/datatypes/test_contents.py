"""Contents octets of integers and OIDs (X.690 §8.3, §8.19; RFC 2578 §3.5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import contents
from trishul.errors import DecodeError, InvalidInput

ARCS = st.tuples(st.integers(0, 2), st.integers(0, 39), st.lists(st.integers(0, 2**32 - 1), max_size=20)).map(
    lambda parts: (parts[0], parts[1], *parts[2]),
)


@pytest.mark.parametrize(
    ("number", "octets"),
    [(0, "00"), (127, "7f"), (128, "0080"), (255, "00ff"), (256, "0100"), (-1, "ff"), (-128, "80"), (-129, "ff7f"),
     (2**31 - 1, "7fffffff"), (-(2**31), "80000000"), (2**64 - 1, "00ffffffffffffffff")],
)  # fmt: skip
def test_integers_take_the_fewest_octets(number: int, octets: str) -> None:
    assert contents.encode_integer(number).hex() == octets
    assert contents.decode_integer(bytes.fromhex(octets)) == number


@given(st.integers(-(2**64), 2**64))
def test_integers_survive_both_directions(number: int) -> None:
    assert contents.decode_integer(contents.encode_integer(number)) == number


def test_padded_integers_are_read() -> None:
    assert contents.decode_integer(bytes.fromhex("00000005")) == 5
    assert contents.decode_unsigned(bytes.fromhex("ffffffff")) == 2**32 - 1


@pytest.mark.parametrize("octets", [b"", b"\0" * 65])
def test_integers_of_absurd_length_are_refused(octets: bytes) -> None:
    with pytest.raises(DecodeError):
        contents.decode_integer(octets)
    with pytest.raises(DecodeError):
        contents.decode_unsigned(octets)


@given(ARCS)
def test_oids_survive_both_directions(arcs: tuple[int, ...]) -> None:
    assert contents.decode_oid_contents(contents.encode_oid_contents(arcs)) == arcs


@given(ARCS, ARCS)
def test_sort_keys_order_as_the_arcs_do(left: tuple[int, ...], right: tuple[int, ...]) -> None:
    keys = [contents.oid_sort_key(contents.encode_oid_contents(arcs)) for arcs in (left, right)]
    assert (keys[0] < keys[1]) == (left < right)


def test_the_first_two_arcs_share_one_subidentifier() -> None:
    assert contents.encode_oid_contents((1, 3, 6, 1)).hex() == "2b0601"
    assert contents.decode_oid_contents(bytes.fromhex("883703")) == (2, 999, 3)


def test_one_arc_alone_means_arc_dot_zero() -> None:
    assert contents.decode_oid_contents(contents.encode_oid_contents((0,))) == (0, 0)


def test_empty_contents_are_read_as_zero_dot_zero() -> None:
    assert contents.decode_oid_contents(b"") == (0, 0)


@pytest.mark.parametrize("octets", ["2b8f", "2b06ff", "2b" + "90808080" + "00", "01" * 128])
def test_cut_or_oversized_oids_are_refused(octets: str) -> None:
    with pytest.raises(DecodeError):
        contents.decode_oid_contents(bytes.fromhex(octets))


@pytest.mark.parametrize("arcs", [(), (3, 1), (1, 40), (1, 3, -1), (1, 3, 2**32), (1, 3, *[1] * 127)])
def test_impossible_oids_are_not_encoded(arcs: tuple[int, ...]) -> None:
    with pytest.raises(InvalidInput):
        contents.encode_oid_contents(arcs)
