"""The classic capture format."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.protocol.capture.packets import MICROSECOND_NS, TIME_NS, pcap
from trishul.protocol.capture.frames import BadCapture, Frame
from trishul.protocol.capture.pcap import is_pcap, read_pcap


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("nanoseconds", [False, True])
def test_both_byte_orders_and_both_fractions_are_read(order: str, *, nanoseconds: bool) -> None:
    data = pcap(b"one", b"", link_type=113, order=order, nanoseconds=nanoseconds)
    assert is_pcap(data)
    frames = list(read_pcap(data))
    assert frames == [Frame(TIME_NS, 113, b"one"), Frame(TIME_NS, 113, b"")]
    assert TIME_NS % MICROSECOND_NS == 0


def test_a_frame_of_which_less_was_kept_is_cut() -> None:
    data = bytearray(pcap(b"one"))
    data[36] = 99
    assert next(read_pcap(bytes(data))).is_cut


@pytest.mark.parametrize("size", [3 + 24, 24 + 16 + 2])
def test_a_file_that_ends_too_early_gives_its_frames_and_then_says_so(size: int) -> None:
    data = pcap(b"one") + pcap(b"two")[24 : size - 3 + 3]
    frames = read_pcap(data)
    assert next(frames).octets == b"one"
    with pytest.raises(BadCapture, match="the file ends inside"):
        next(frames)


def test_an_absurd_size_is_refused_and_not_read() -> None:
    data = bytearray(pcap(b"one"))
    data[32:36] = b"\xff" * 4
    with pytest.raises(BadCapture, match="a frame of 4294967295 octets at byte 32"):
        list(read_pcap(bytes(data)))


@given(st.binary(max_size=200))
def test_any_octets_give_frames_or_a_broken_capture(rest: bytes) -> None:
    with contextlib.suppress(BadCapture):
        list(read_pcap(pcap()[:4] + rest))
