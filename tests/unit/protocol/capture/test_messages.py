"""The SNMP messages in a capture."""

from __future__ import annotations

import pytest

from tests.unit.protocol.capture.packets import (
    MESSAGE,
    TIME_NS,
    enhanced_packet,
    ethernet,
    interface,
    ipv4,
    pcap,
    section,
    tcp,
    udp,
)
from trishul.protocol.capture.frames import BadCapture
from trishul.protocol.capture.internet import Endpoint
from trishul.protocol.capture.messages import CapturedMessage, CaptureReader, is_capture, looks_like_snmp, read_frames


def reader_of(*bodies: bytes, ports: frozenset[int] | None = None) -> CaptureReader:
    return CaptureReader(read_frames(pcap(*map(ethernet, bodies))), ports)


def test_both_formats_give_the_same_messages() -> None:
    frame = ethernet(ipv4(udp(MESSAGE)))
    files = pcap(frame), section() + interface() + enhanced_packet(frame, TIME_NS // 1000)
    ends = Endpoint("192.0.2.1", 40000), Endpoint("192.0.2.2", 161)
    for data in files:
        assert is_capture(data[:12])
        assert list(CaptureReader(read_frames(data))) == [CapturedMessage(1, TIME_NS, *ends, "udp", MESSAGE, False)]


def test_snmp_is_found_on_any_port_and_all_of_a_wanted_port_counts() -> None:
    bodies = ipv4(udp(MESSAGE, port=5000)), ipv4(udp(b"name?", port=53)), ipv4(udp(b"broken", port=162))
    reader = reader_of(*bodies)
    assert [message.number for message in reader] == [1, 3]
    assert reader.skipped == {"not SNMP, or of another port": 1}
    assert [message.number for message in reader_of(*bodies, ports=frozenset((53,)))] == [2]


def test_messages_over_tcp_are_found() -> None:
    bodies = ipv4(tcp(b"", 0, flags=2), 6), ipv4(tcp(MESSAGE[:9], 1), 6), ipv4(tcp(MESSAGE[9:], 10), 6)
    (message,) = reader_of(*bodies)
    assert (message.number, message.transport, message.octets) == (3, "tcp", MESSAGE)


def test_what_is_passed_over_is_counted_with_its_reason() -> None:
    reader = CaptureReader(
        read_frames(pcap(ethernet(b"", 0x0806), ethernet(ipv4(b"ping", 1)), ethernet(ipv4(b"12345678", more=True))))
    )
    assert list(reader) == []
    assert reader.frames == 3
    assert reader.skipped == {
        "no IP packet": 1,
        "neither UDP nor TCP, or a fragment": 2,
        "fragments without the rest of their packet": 1,
    }
    strange = CaptureReader(read_frames(pcap(b"x", link_type=147)))
    assert list(strange) == []
    assert strange.skipped == {"link type 147, which is not known": 1}


def test_other_files_are_no_capture() -> None:
    with pytest.raises(BadCapture, match="no pcap"):
        read_frames(b"PK\x03\x04" + bytes(40))


@pytest.mark.parametrize("octets", [b"", b"\x30\x26", b"GET / HTTP/1.1", b"\x30\x03\x02\x01\x09\x04\x00"])
def test_other_payloads_do_not_look_like_snmp(octets: bytes) -> None:
    assert looks_like_snmp(MESSAGE)
    assert not looks_like_snmp(octets)
