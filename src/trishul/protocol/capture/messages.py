"""The SNMP messages in a capture file, whichever format, link layer and transport they came by.

Owns which payloads count: those of the wanted ports, and without any wish those of SNMP's ports and whatever else
begins as an SNMP message does. What was passed over is counted by its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from trishul.protocol.ber import INTEGER, OCTET_STRING, SEQUENCE
from trishul.protocol.capture.frames import BadCapture, Frame, Frames, Octets
from trishul.protocol.capture.internet import Datagram, Endpoint, Reassembly
from trishul.protocol.capture.link_layers import internet_packet, is_known_link_type
from trishul.protocol.capture.pcap import is_pcap, read_pcap
from trishul.protocol.capture.pcapng import is_pcapng, read_pcapng
from trishul.protocol.capture.tcp_streams import TcpStreams

SNMP_PORTS = frozenset((161, 162))
_VERSIONS = frozenset((0, 1, 3))
_SIGNATURE_OCTETS = 12


class CapturedMessage(NamedTuple):
    """One message, or what should have been one."""

    number: int
    """Of the frame that completed it, from 1, as Wireshark counts."""
    time_ns: int | None
    source: Endpoint
    destination: Endpoint
    transport: str
    """`udp` or `tcp`."""
    octets: bytes
    is_cut: bool


def is_capture(start: bytes) -> bool:
    """True for the first octets of a file in one of the formats."""
    return is_pcap(start) or is_pcapng(start)


def read_frames(data: Octets) -> Frames:
    """The frames of a file in either format. Raises BadCapture."""
    start = data[0:12]
    if is_pcap(start):
        return read_pcap(data)
    if is_pcapng(start):
        return read_pcapng(data)
    raise BadCapture("no pcap and no pcapng file", 0)


class CaptureReader:
    """Reads frames once; `frames` and `skipped` count as it goes."""

    def __init__(self, frames: Frames, ports: frozenset[int] | None = None) -> None:
        """`ports`: those at either end of a message that is wanted; None for all that look like SNMP."""
        self._frames = frames
        self._ports = ports
        self._packets = Reassembly()
        self._streams = TcpStreams()
        self.frames = 0
        self.skipped: Counter[str] = Counter()

    def __iter__(self) -> Iterator[CapturedMessage]:
        """The messages in their order. Raises BadCapture behind the last one that can be read."""
        for frame in self._frames:
            self.frames += 1
            yield from self._messages(frame)
        if self._packets.incomplete:
            self.skipped["fragments without the rest of their packet"] = self._packets.incomplete

    def _messages(self, frame: Frame) -> Iterator[CapturedMessage]:
        packet = internet_packet(frame.link_type, frame.octets)
        if packet is None:
            known = is_known_link_type(frame.link_type)
            self.skipped["no IP packet" if known else f"link type {frame.link_type}, which is not known"] += 1
            return
        part = self._packets.take(packet)
        if part is None:
            self.skipped["neither UDP nor TCP, or a fragment"] += 1
            return
        is_datagram = isinstance(part, Datagram)
        payloads = [part.payload] if isinstance(part, Datagram) else self._streams.take(part)
        for payload in payloads:
            if self._is_wanted(part.source.port, part.destination.port, payload):
                yield CapturedMessage(
                    self.frames,
                    frame.time_ns,
                    part.source,
                    part.destination,
                    "udp" if is_datagram else "tcp",
                    payload,
                    frame.is_cut,
                )
            else:
                self.skipped["not SNMP, or of another port"] += 1

    def _is_wanted(self, source_port: int, port: int, payload: bytes) -> bool:
        if self._ports is not None:
            return source_port in self._ports or port in self._ports
        return source_port in SNMP_PORTS or port in SNMP_PORTS or looks_like_snmp(payload)


def looks_like_snmp(octets: bytes) -> bool:
    """True for octets that begin as SNMP messages do: a sequence, a version, a community or a header."""
    start = octets[:_SIGNATURE_OCTETS]
    if len(start) < 7 or start[0] != SEQUENCE:
        return False
    at = 2 if start[1] < 0x80 else 2 + (start[1] & 0x7F)
    if start[at : at + 2] != bytes((INTEGER, 1)) or len(start) < at + 4 or start[at + 2] not in _VERSIONS:
        return False
    return start[at + 3] == (SEQUENCE if start[at + 2] == 3 else OCTET_STRING)
