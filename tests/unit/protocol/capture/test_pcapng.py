"""Wireshark's block format."""

from __future__ import annotations

import contextlib
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.protocol.capture.packets import (
    MICROSECOND_NS,
    TIME_NS,
    block,
    enhanced_packet,
    interface,
    section,
)
from trishul.protocol.capture.frames import BadCapture, Frame
from trishul.protocol.capture.pcapng import is_pcapng, read_pcapng

NANOSECONDS = pack("<HHB3x", 9, 1, 9) + pack("<HH", 0, 0)


@pytest.mark.parametrize("order", ["<", ">"])
def test_packets_have_the_time_and_the_link_type_of_their_interface(order: str) -> None:
    data = section(order) + interface(113, order) + enhanced_packet(b"one", TIME_NS // MICROSECOND_NS, order)
    assert is_pcapng(data)
    assert list(read_pcapng(data)) == [Frame(TIME_NS, 113, b"one")]


def test_a_new_section_has_its_own_byte_order_and_interfaces() -> None:
    first = section() + interface(1) + enhanced_packet(b"one", TIME_NS // MICROSECOND_NS)
    second = section(">") + interface(101, ">") + enhanced_packet(b"two", TIME_NS // MICROSECOND_NS, ">")
    assert [(frame.link_type, frame.octets) for frame in read_pcapng(first + second)] == [(1, b"one"), (101, b"two")]


def test_the_resolution_of_an_interface_is_its_option() -> None:
    data = section() + interface(options=NANOSECONDS) + enhanced_packet(b"one", TIME_NS)
    assert next(read_pcapng(data)).time_ns == TIME_NS


def test_simple_and_old_packets_are_read_and_other_blocks_passed_over() -> None:
    simple = block(3, pack("<I", 3) + b"one")
    old = block(2, pack("<HHIIII", 0, 0, 0, 5, 3, 9) + b"two")
    frames = list(read_pcapng(section() + interface() + block(5, b"statistics..") + simple + old))
    assert frames == [Frame(None, 1, b"one"), Frame(5000, 1, b"two", is_cut=True)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (section() + enhanced_packet(b"one", 1), "interface 0, which was not described"),
        (section() + interface()[:-4], "the file ends inside a block"),
        (section() + pack("<II", 6, 7) + bytes(4), "a block of 7 octets"),
        (section() + pack("<II", 6, 1 << 31) + bytes(4), "a block of 2147483648 octets"),
        (section() + interface() + block(6, pack("<IIIII", 0, 0, 0, 99, 99)), "a frame of 99 octets"),
        (section() + interface() + block(6, b"123"), "without its fields"),
        (section() + block(1, b"1234"), "without a link type"),
    ],
)
def test_what_is_broken_is_said(data: bytes, reason: str) -> None:
    with pytest.raises(BadCapture, match=reason):
        list(read_pcapng(data))


@given(st.binary(max_size=200))
def test_any_octets_give_frames_or_a_broken_capture(rest: bytes) -> None:
    with contextlib.suppress(BadCapture):
        list(read_pcapng(section() + interface() + rest))
