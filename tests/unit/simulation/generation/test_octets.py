"""Strings: of legal size, readable where people read them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trishul.simulation.generation import octets
from trishul.simulation.value_checks import is_within
from trishul.smi.model import BaseType, TypeInfo

SIZES = st.lists(st.integers(0, 60), min_size=4, max_size=4).map(sorted)


@given(st.binary(max_size=80), SIZES)
def test_what_is_sized_has_a_legal_size(made: bytes, ends: list[int]) -> None:
    info = TypeInfo(BaseType.OCTET_STRING, ranges=((ends[0], ends[1]), (ends[2], ends[3])), is_size=True)
    sized = octets.sized(made, info)
    assert is_within(info, len(sized))
    assert sized == made or not is_within(info, len(made))


def test_names_are_words() -> None:
    assert octets.words_of("ifHCInOctets") == ("if", "hc", "in", "octets")
    assert octets.words_of("ifInNUcastPkts") == ("if", "in", "n", "ucast", "pkts")


def test_hints_and_names_tell_texts_from_octets() -> None:
    plain = TypeInfo(BaseType.OCTET_STRING)
    assert octets.is_text(plain, "boxName")
    assert not octets.is_text(plain, "boxPortMask")
    assert not octets.is_text(TypeInfo(BaseType.OCTET_STRING, display_hint="1x:"), "boxName")
    assert octets.is_hardware_address(plain, "boxMacAddress")
    assert not octets.is_hardware_address(TypeInfo(BaseType.OCTET_STRING, ranges=((4, 4),), is_size=True), "boxMac")


def test_texts_say_what_their_names_mean() -> None:
    assert octets.text_for("boxSoftwareVersion", 2, 1) == b"4.2.3"
    assert octets.text_for("boxFanLabel", 0, 1) == b"Fan label 1"


def test_addresses_are_those_for_documentation() -> None:
    assert octets.mac_address(1) == bytes.fromhex("00005e005301")
    assert octets.ipv4_address(0) == bytes((192, 0, 2, 1))
    assert octets.ipv6_address(0).startswith(bytes.fromhex("20010db8"))
    assert octets.raw_octets("mask", 3, 1) == octets.raw_octets("mask", 3, 1)
