"""Messages over TCP (RFC 3430 §2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.protocol.capture.packets import MESSAGE
from trishul.protocol.capture.internet import Endpoint, Segment
from trishul.protocol.capture.tcp_streams import MAX_STREAMS, TcpStreams

TWO = MESSAGE + MESSAGE


def segment(payload: bytes, sequence: int, *, is_first: bool = False, is_last: bool = False, port: int = 1) -> Segment:
    return Segment(Endpoint("a", port), Endpoint("b", 161), payload, sequence, is_first, is_last)


def messages(*segments: Segment) -> list[bytes]:
    streams = TcpStreams()
    return [message for each in segments for message in streams.take(each)]


def test_a_message_may_span_segments_and_a_segment_hold_several() -> None:
    start = 2**32 - 10  # numbers wrap
    opening = segment(b"", start, is_first=True)
    parts = [segment(TWO[at : at + 15], (start + 1 + at) % 2**32) for at in range(0, len(TWO), 15)]
    assert messages(opening, *parts) == [MESSAGE, MESSAGE]
    assert messages(opening, segment(TWO, (start + 1) % 2**32)) == [MESSAGE, MESSAGE]


@pytest.mark.parametrize("order", [(0, 2, 1), (0, 1, 1, 2), (0, 1, 0, 2, 1)])
def test_segments_out_of_order_and_repeated_do_no_harm(order: tuple[int, ...]) -> None:
    cuts = [TWO[:20], TWO[20:50], TWO[50:]]
    starts = [1, 21, 51]
    opening = segment(b"", 0, is_first=True)
    assert messages(opening, *(segment(cuts[part], starts[part]) for part in order)) == [MESSAGE, MESSAGE]


def test_a_stream_that_was_joined_late_begins_with_a_message() -> None:
    assert messages(segment(b"rest", 100), segment(MESSAGE, 104)) == [MESSAGE]


def test_a_lost_segment_costs_what_it_held_and_not_the_stream() -> None:
    opening, lost_from = segment(b"", 0, is_first=True), 1 + len(MESSAGE)
    later = [segment(MESSAGE, 1 + (2 + number) * len(MESSAGE)) for number in range(70)]
    assert lost_from < later[0].sequence
    assert messages(opening, segment(MESSAGE, 1), *later) == [MESSAGE] * 71


def test_octets_that_are_no_message_are_left_out() -> None:
    assert messages(segment(b"", 0, is_first=True), segment(b"GET / HTTP", 1), segment(MESSAGE, 11)) == [MESSAGE]


def test_connections_are_bounded() -> None:
    streams = TcpStreams()
    for port in range(MAX_STREAMS + 10):
        streams.take(segment(b"", 0, is_first=True, port=port))
    assert streams.take(segment(MESSAGE[:5], 1, port=0)) == []


@given(st.lists(st.tuples(st.binary(max_size=40), st.integers(0, 2**32 - 1)), max_size=20))
def test_any_segments_are_taken(parts: list[tuple[bytes, int]]) -> None:
    messages(segment(b"", 0, is_first=True), *(segment(payload, sequence) for payload, sequence in parts))
