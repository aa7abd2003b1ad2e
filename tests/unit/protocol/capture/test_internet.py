"""From packets to datagrams and segments."""

from __future__ import annotations

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.protocol.capture.packets import MESSAGE, ipv4, ipv6, tcp, udp
from trishul.protocol.capture.internet import MAX_PARTIAL_PACKETS, Datagram, Endpoint, Reassembly, Segment

LONG = udp(bytes(range(256)) * 10)


def taken(*packets: bytes) -> list[Datagram | Segment | None]:
    reassembly = Reassembly()
    return [reassembly.take(packet) for packet in packets]


def pieces(body: bytes, size: int) -> list[bytes]:
    """RFC 791 §3.2, the fragments of a packet."""
    starts = range(0, len(body), size)
    return [ipv4(body[at : at + size], offset=at, more=at + size < len(body)) for at in starts]


def fragment_v6(body: bytes, at: int, size: int) -> bytes:
    """RFC 8200 §4.5."""
    more = at + size < len(body)
    return ipv6(pack(">BBHI", 17, 0, at | more, 77) + body[at : at + size], 44)


def test_a_datagram_has_its_ends_and_its_payload() -> None:
    expected = Datagram(Endpoint("192.0.2.1", 40000), Endpoint("192.0.2.2", 161), MESSAGE)
    assert taken(ipv4(udp(MESSAGE)), ipv4(udp(MESSAGE), options=8), ipv4(udp(MESSAGE)) + b"padding") == [expected] * 3
    (datagram,) = taken(ipv6(udp(MESSAGE)))
    assert datagram == Datagram(Endpoint("2001:db8::1", 40000), Endpoint("2001:db8::2", 161), MESSAGE)


def test_extension_headers_are_passed_over() -> None:
    hop_by_hop = bytes((43, 0)) + bytes(6)
    routing = bytes((17, 0)) + bytes(6)
    (datagram,) = taken(ipv6(hop_by_hop + routing + udp(MESSAGE), 0))
    assert datagram is not None
    assert datagram.payload == MESSAGE


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_fragments_are_put_together_in_any_order(order: tuple[int, ...]) -> None:
    fragments = pieces(LONG, 800)
    *before, last = taken(*(fragments[number] for number in order))
    assert before == [None] * 3
    assert last is not None
    assert last.payload == LONG[8:]


def test_fragments_of_ipv6_are_put_together() -> None:
    first, last = taken(fragment_v6(LONG, 0, 1600), fragment_v6(LONG, 1600, 1600))
    assert first is None
    assert last is not None
    assert last.payload == LONG[8:]


def test_packets_that_are_never_complete_are_bounded() -> None:
    reassembly = Reassembly()
    for number in range(MAX_PARTIAL_PACKETS + 50):
        reassembly.take(ipv4(b"x" * 8, more=True, identification=number))
    assert reassembly.incomplete == MAX_PARTIAL_PACKETS
    for _ in range(2000):
        reassembly.take(ipv4(b"x" * 1480, more=True, offset=80, identification=40_000))
    assert reassembly.incomplete <= MAX_PARTIAL_PACKETS


def test_a_segment_has_its_number_and_flags() -> None:
    (segment,) = taken(ipv4(tcp(MESSAGE, 7, flags=0x02), 6))
    assert isinstance(segment, Segment)
    assert (segment.payload, segment.sequence, segment.is_first, segment.is_last) == (MESSAGE, 7, True, False)


def test_other_protocols_and_broken_headers_give_none() -> None:
    assert taken(ipv4(b"ping", 1), ipv4(b"udp"), ipv4(b"tcp", 6), b"\x45", b"\x60", b"\x42" * 40) == [None] * 6


@given(st.lists(st.binary(min_size=1, max_size=120), max_size=5))
def test_any_octets_are_taken(packets: list[bytes]) -> None:
    for version in (0x45, 0x60):
        taken(*(bytes((version,)) + packet for packet in packets))
