"""INDEX both ways (RFC 2578 §7.7), in the words of net-snmp."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.errors import InvalidInput
from trishul.smi.index_codec import Arcs, IndexCodec, IndexColumn
from trishul.smi.model import BaseType, TypeInfo
from trishul.smi.resolve.base import BASE_TYPES, CONVENTIONS

INTEGER = TypeInfo(BaseType.INTEGER)
STRING = TypeInfo(BaseType.OCTET_STRING)
OID = TypeInfo(BaseType.OBJECT_IDENTIFIER)
FOUR = TypeInfo(BaseType.OCTET_STRING, ranges=((4, 4),), is_size=True)
FOUR_OR_SIX = TypeInfo(BaseType.OCTET_STRING, ranges=((4, 4), (6, 6)), is_size=True)
ADDRESS_TYPE = TypeInfo(
    BaseType.INTEGER, "InetAddressType", labels=(("unknown", 0), ("ipv4", 1), ("ipv6", 2), ("ipv4z", 3), ("dns", 16))
)
ADDRESS = TypeInfo(BaseType.OCTET_STRING, "InetAddress", ranges=((0, 255),), is_size=True)
MAC = CONVENTIONS["MacAddress"]
TRUTH = CONVENTIONS["TruthValue"]
IP = BASE_TYPES["IpAddress"]
NETWORK = BASE_TYPES["NetworkAddress"]
BITS = TypeInfo(BaseType.BITS)


def codec(*infos: TypeInfo, is_implied: bool = False) -> IndexCodec:
    last = len(infos) - 1
    return IndexCodec(
        [IndexColumn(f"i{number}", info, is_implied=is_implied and number == last) for number, info in enumerate(infos)]
    )


def arcs(text: str) -> Arcs:
    return tuple(int(part) for part in text.split("."))


IPV6 = "254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1"
IPV6_TEXT = "fe:80:00:00:00:00:00:00:00:00:00:00:00:00:00:01"


@pytest.mark.parametrize(
    ("index", "numbers", "text"),
    [
        (codec(INTEGER), "3", ".3"),
        (codec(INTEGER, INTEGER), "3.4", ".3.4"),
        (codec(TRUTH), "1", ".true"),
        (codec(TRUTH), "9", ".9"),
        (codec(STRING), "3.97.98.99", '."abc"'),
        (codec(STRING, INTEGER), "3.97.98.99.4", '."abc".4'),
        (codec(STRING), "0", '.""'),
        (codec(STRING), "2.97.98", '."ab"'),
        (codec(STRING), "3.97.34.92", '."a\\"\\\\"'),
        (codec(STRING), "3.0.17.34", '."00 11 22"'),
        (codec(STRING), "1.7", ".1.7"),
        (codec(STRING), "5.48.48.32.49.49", ".5.48.48.32.49.49"),
        (codec(STRING, is_implied=True), "97.98.99", ".'abc'"),
        (codec(FOUR), "97.98.99.100", ".'abcd'"),
        (codec(FOUR), "1.2.3.4", ".'01 02 03 04'"),
        (codec(FOUR_OR_SIX), "4.97.98.99.100", '."abcd"'),
        (codec(MAC, INTEGER), "0.27.33.255.238.16.1", ".'0:1b:21:ff:ee:10'.1"),
        (codec(OID), "3.1.3.6", ".3.1.3.6"),
        (codec(OID, TRUTH), "3.1.3.6.1", ".3.1.3.6.true"),
        (codec(TRUTH, OID, is_implied=True), "1.1.3.6", ".true.1.3.6"),
        (codec(IP, INTEGER), "10.0.0.1.5", ".10.0.0.1.5"),
        (codec(NETWORK), "1.10.0.0.1", ".1.10.0.0.1"),
        (codec(ADDRESS_TYPE, ADDRESS), "1.4.127.0.0.1", '.ipv4."127.0.0.1"'),
        (codec(ADDRESS_TYPE, ADDRESS, INTEGER), f"2.16.{IPV6}.7", f'.ipv6."{IPV6_TEXT}".7'),
        (codec(ADDRESS_TYPE, ADDRESS), "3.8.1.2.3.4.0.0.0.5", '.ipv4z."1.2.3.4%5"'),
        (codec(ADDRESS_TYPE, ADDRESS), "16.2.104.105", '.dns."hi"'),
        (codec(ADDRESS_TYPE, ADDRESS), "1.3.97.98.99", '.ipv4."abc"'),
        (codec(ADDRESS_TYPE, ADDRESS), "1.7.49.46.50.46.51.46.52", ".ipv4.7.49.46.50.46.51.46.52"),
        (codec(BITS, INTEGER), "1.128.5", ".1.128.5"),
    ],
)
def test_arcs_are_shown_and_read_again(index: IndexCodec, numbers: str, text: str) -> None:
    assert index.suffix_text(arcs(numbers)) == text
    assert index.encode(text[1:]) == arcs(numbers)


@pytest.mark.parametrize(
    ("index", "numbers", "text"),
    [
        (codec(INTEGER), "3.4.5", ".3.4.5"),
        (codec(STRING), "5.97.98", ".5.97.98"),
        (codec(STRING), "3.300.97.98", ".3.300.97.98"),
        (codec(TRUTH, STRING), "1.4294967295.1", ".true.4294967295.1"),
        (codec(FOUR), "1.2.3", ".1.2.3"),
        (codec(OID), "5.1.3", ".5.1.3"),
        (codec(IP), "10.0.0", ".10.0.0"),
        (codec(STRING), "1.97.5", '."a".5'),
    ],
)
def test_what_does_not_fit_stays_as_numbers(index: IndexCodec, numbers: str, text: str) -> None:
    assert index.suffix_text(arcs(numbers)) == text
    assert index.encode(text[1:]) == arcs(numbers)


def test_the_parts_have_the_names_of_their_columns_and_the_rest_is_left() -> None:
    parts, rest = codec(ADDRESS_TYPE, ADDRESS, MAC).decode(arcs("1.4.10.0.0.1.0.27.33.255.238.16.9"))
    shown = [(part.column, part.shown) for part in parts]
    assert shown == [("i0", "ipv4"), ("i1", "10.0.0.1"), ("i2", "0:1b:21:ff:ee:10")]
    assert rest == (9,)


@pytest.mark.parametrize(
    ("index", "text", "numbers"),
    [
        (codec(MAC), "00-1B-21-ff-ee-10", "0.27.33.255.238.16"),
        (codec(MAC), '"001b.21ff.ee10"', "0.27.33.255.238.16"),
        (codec(STRING), "'00 11 22'", "3.0.17.34"),
        (codec(STRING), "3.97.98.99", "3.97.98.99"),
        (codec(STRING, TRUTH), "3.97.98.99.false", "3.97.98.99.2"),
        (codec(IP), '"10.0.0.1"', "10.0.0.1"),
        (codec(NETWORK), "'10.0.0.1'", "1.10.0.0.1"),
        (codec(ADDRESS_TYPE, ADDRESS), 'ipv6."fe80::1"', f"2.16.{IPV6}"),
        (codec(ADDRESS_TYPE, ADDRESS), 'ipv4(1)."10.0.0.1"', "1.4.10.0.0.1"),
        (codec(OID, TRUTH), '"1.3.6".true', "3.1.3.6.1"),
        (codec(TRUTH, OID, is_implied=True), 'false."1.3.6"', "2.1.3.6"),
        (codec(INTEGER, INTEGER), "3", "3"),
    ],
)
def test_other_ways_to_write_an_index_are_read(index: IndexCodec, text: str, numbers: str) -> None:
    assert index.encode(text) == arcs(numbers)


@pytest.mark.parametrize(
    ("index", "text", "said"),
    [
        (codec(TRUTH), "maybe", r"'maybe' is no value of the index i0; it takes true, false"),
        (codec(TRUTH), "true(2)", "no value of the index i0"),
        (codec(INTEGER), '"abc"', "no value of the index i0"),
        (codec(INTEGER), "3.x", "does not continue"),
        (codec(FOUR), "'abc'", "has 3 octets, the index i0 has 4"),
        (codec(STRING), '"abc"x', "no value of the index i0"),
        (codec(STRING), '"abc', "no value of the index i0"),
        (codec(STRING, TRUTH), "3.97.true", "no value of the index i0"),
    ],
)
def test_what_cannot_be_meant_is_refused(index: IndexCodec, text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        index.encode(text)


@given(
    infos=st.lists(st.sampled_from([INTEGER, TRUTH, STRING, FOUR, MAC, OID, IP, NETWORK, ADDRESS_TYPE, ADDRESS, BITS])),
    is_implied=st.booleans(),
    numbers=st.lists(st.one_of(st.integers(0, 20), st.integers(32, 126), st.integers(0, 2**32 - 1)), max_size=40),
)
def test_arcs_always_come_back(infos: list[TypeInfo], numbers: list[int], *, is_implied: bool) -> None:
    index = codec(*infos, is_implied=is_implied)
    text = index.suffix_text(tuple(numbers))
    assert (index.encode(text[1:]) if text else ()) == tuple(numbers)


@given(octets=st.lists(st.integers(0, 255), max_size=20), info=st.sampled_from([STRING, MAC, ADDRESS]))
def test_octets_always_come_back(octets: list[int], info: TypeInfo) -> None:
    index = codec(info, TRUTH)
    numbers = (*([len(octets), *octets] if info is not MAC else (octets + [0] * 6)[:6]), 1)
    assert index.encode(index.suffix_text(numbers)[1:]) == numbers
