"""Messages are found in a stream by the length of their outermost SEQUENCE (RFC 3430 §2.1), however it is cut."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.engine.drops import DropReason
from trishul.protocol.ber import INTEGER, encode_tlv
from trishul.transport.framing import FramingLost, MessageFramer

MAX = 1 << 16


def message(size: int = 0, fill: bytes = b"\x00") -> bytes:
    """A SEQUENCE that begins with a version."""
    return encode_tlv(0x30, encode_tlv(INTEGER, b"\x01") + fill * size)


def taken(framer: MessageFramer, octets: bytes) -> list[bytes]:
    framer.feed(octets)
    messages, has_more = framer.take(1000)
    assert not has_more
    return messages


@given(sizes=st.lists(st.integers(0, 400), max_size=8), cuts=st.lists(st.integers(0, 3500), max_size=12))
def test_messages_are_the_same_however_the_stream_is_cut(sizes: list[int], cuts: list[int]) -> None:
    stream = b"".join(message(size) for size in sizes)
    framer = MessageFramer(MAX)
    found: list[bytes] = []
    at = 0
    for cut in sorted({*cuts, len(stream)}):
        found += taken(framer, stream[at:cut])
        at = cut
    assert found == [message(size) for size in sizes]
    assert framer.unfinished == b""


def test_a_message_may_come_octet_by_octet() -> None:
    framer = MessageFramer(MAX)
    whole = message(300)
    assert [taken(framer, whole[at : at + 1]) for at in range(len(whole) - 1)] == [[]] * (len(whole) - 1)
    assert taken(framer, whole[-1:]) == [whole]


def test_no_more_are_given_than_asked_for_and_the_rest_is_told() -> None:
    framer = MessageFramer(MAX)
    framer.feed(message() * 5)
    assert framer.take(3) == ([message()] * 3, True)
    assert framer.take(3) == ([message()] * 2, False)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_length_may_take_up_to_four_octets(count: int) -> None:
    """Agents reserve room for the length before they know it."""
    contents = encode_tlv(INTEGER, b"\x01")
    whole = bytes((0x30, 0x80 | count)) + len(contents).to_bytes(count, "big") + contents
    assert taken(MessageFramer(MAX), whole) == [whole]


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (b"GET / HTTP/1.1\r\n", DropReason.FRAMING_LOST),
        (b"0123456789", DropReason.FRAMING_LOST),
        (b"\x30\x80\x02\x01\x01", DropReason.FRAMING_LOST),
        (b"\x30\x85\x00\x00\x00\x00\x03\x02\x01\x01", DropReason.FRAMING_LOST),
        (b"\x30\x03\x04\x01\x01", DropReason.FRAMING_LOST),
        (b"\x30\x84\xff\xff\xff\xff", DropReason.TOO_LARGE),
        (b"\x30\x83\x01\x00\x00", DropReason.TOO_LARGE),
    ],
)
def test_what_is_no_message_loses_the_frame_for_good(octets: bytes, reason: DropReason) -> None:
    framer = MessageFramer(MAX)
    framer.feed(octets)
    with pytest.raises(FramingLost) as lost:
        framer.take(1)
    assert lost.value.reason is reason
    assert lost.value.detail


def test_messages_before_the_fault_are_given_first() -> None:
    framer = MessageFramer(MAX)
    framer.feed(message() + b"garbage")
    assert framer.take(10) == ([message()], True)
    with pytest.raises(FramingLost):
        framer.take(10)


@given(octets=st.binary(max_size=300))
def test_any_octets_are_messages_or_a_named_fault(octets: bytes) -> None:
    framer = MessageFramer(MAX)
    framer.feed(octets)
    given_back = b""
    has_more = True
    with suppress(FramingLost):
        while has_more:
            messages, has_more = framer.take(4)
            given_back += b"".join(messages)
    assert given_back + framer.unfinished == octets


def test_an_empty_message_is_one_wherever_the_stream_was_cut() -> None:
    empty, next_one = b"\x30\x00", b"\x30\x03\x02\x01\x01"
    framer = MessageFramer(100)
    framer.feed(empty + next_one)
    assert framer.take(9) == ([empty, next_one], False)
