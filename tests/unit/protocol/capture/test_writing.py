"""Capture files that we write: our own reader and tshark find what was put in."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from trishul.protocol.capture.internet import Endpoint
from trishul.protocol.capture.messages import CaptureReader, read_frames
from trishul.protocol.capture.writing import MAX_PAYLOAD_OCTETS, pcap_header, pcap_record

NOON_NS = 1_800_000_000_123_456_789
TRAP = bytes.fromhex("302602010104062a2a2a2a2a2aa719020101020100020100300e300c06082b060102010105000400")
HERE, THERE = Endpoint("127.0.0.1", 1162), Endpoint("192.0.2.1", 50123)


@pytest.mark.parametrize(
    ("source", "destination", "read"),
    [
        (THERE, HERE, (THERE, HERE)),
        (Endpoint("fe80::1", 7), Endpoint("::1", 162), (Endpoint("fe80::1", 7), Endpoint("::1", 162))),
        (THERE, Endpoint("::1", 162), (Endpoint("::ffff:192.0.2.1", 50123), Endpoint("::1", 162))),
    ],
)
def test_what_is_written_is_read_again(
    source: Endpoint, destination: Endpoint, read: tuple[Endpoint, Endpoint]
) -> None:
    written = pcap_header() + pcap_record(NOON_NS, source, destination, TRAP)
    (message,) = list(CaptureReader(read_frames(written)))
    assert (message.time_ns, message.octets, message.is_cut) == (NOON_NS, TRAP, False)
    assert (message.source.port, message.destination.port) == (read[0].port, read[1].port)


def test_what_no_datagram_can_hold_is_cut_as_captures_cut(tmp_path: Path) -> None:
    written = pcap_header() + pcap_record(NOON_NS, THERE, HERE, b"\x30" * (MAX_PAYLOAD_OCTETS + 9))
    (frame,) = list(read_frames(written))
    assert frame.is_cut
    assert len(frame.octets) == MAX_PAYLOAD_OCTETS + 28


def test_tshark_reads_it_and_finds_checksums_right(tmp_path: Path) -> None:
    place = tmp_path / "traps.pcap"
    pairs = [(THERE, HERE), (Endpoint("fe80::1", 7), Endpoint("::1", 1162)), (THERE, HERE)]
    place.write_bytes(
        pcap_header() + b"".join([pcap_record(NOON_NS, *pair, TRAP + b"x"[: at % 2]) for at, pair in enumerate(pairs)])
    )
    fields = ("frame.time_epoch", "snmp.version", "snmp.community", "udp.checksum.status", "ip.checksum.status")
    command = ["tshark", "-r", str(place), "-d", "udp.port==1162,snmp", "-o", "udp.check_checksum:TRUE"]
    command += ["-o", "ip.check_checksum:TRUE", "-T", "fields", *[word for field in fields for word in ("-e", field)]]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    rows = [line.split("\t") for line in printed.stdout.splitlines()]
    assert [row[3] for row in rows] == ["1", "1", "1"]
    assert [row[4] for row in rows] == ["1", "", "1"]
    assert rows[0][:3] == ["1800000000.123456789", "1", "******"]
