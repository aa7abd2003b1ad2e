"""Internet packets to UDP datagrams and TCP segments (RFC 791, RFC 8200, RFC 768, RFC 9293), fragments put together.

Owns headers and fragments. Checksums are not looked at: captures of the sending host have none yet.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple

MAX_PARTIAL_PACKETS = 256
"""Packets whose fragments are being waited for; the one that was begun first is given up first."""
MAX_FRAGMENTS = 512
MAX_PACKET_OCTETS = 65_535
MAX_EXTENSION_HEADERS = 16

_TCP, _UDP = 6, 17
_HOP_BY_HOP, _ROUTING, _FRAGMENT, _AUTHENTICATION, _DESTINATION = 0, 43, 44, 51, 60
_SKIPPED_HEADERS = frozenset((_HOP_BY_HOP, _ROUTING, _AUTHENTICATION, _DESTINATION))
_MORE_FRAGMENTS = 0x2000
_SYN, _FIN, _RST = 2, 1, 4


class Endpoint(NamedTuple):
    """An address and a port."""

    host: str
    port: int


class Datagram(NamedTuple):
    """A UDP datagram."""

    source: Endpoint
    destination: Endpoint
    payload: bytes


class Segment(NamedTuple):
    """A TCP segment."""

    source: Endpoint
    destination: Endpoint
    payload: bytes
    sequence: int
    is_first: bool
    """SYN: the sequence number of the first octet is one more."""
    is_last: bool
    """FIN or RST."""


class _Part(NamedTuple):
    """What an Internet header says of the octets behind it."""

    source: str
    destination: str
    protocol: int
    octets: bytes
    offset: int = 0
    more: bool = False
    identification: int = 0

    @property
    def is_fragment(self) -> bool:
        """True when other packets hold the rest."""
        return self.more or self.offset > 0


class Reassembly:
    """Takes packets in the order of their capture and gives the transports' messages in them."""

    def __init__(self) -> None:
        self._partial: dict[tuple[str, str, int, int], list[_Part]] = {}

    @property
    def incomplete(self) -> int:
        """Packets of which fragments are missing."""
        return len(self._partial)

    def take(self, packet: bytes) -> Datagram | Segment | None:
        """The message that this packet holds or completes; None for none."""
        part = _read_ipv4(packet) if packet[0] >> 4 == 4 else _read_ipv6(packet)
        if part is None:
            return None
        if part.is_fragment:
            part = self._complete(part)
            if part is None:
                return None
        if part.protocol == _UDP:
            return _read_udp(part)
        return _read_tcp(part) if part.protocol == _TCP else None

    def _complete(self, part: _Part) -> _Part | None:
        """The whole packet, once its last fragment has come."""
        key = part.source, part.destination, part.protocol, part.identification
        if key not in self._partial and len(self._partial) >= MAX_PARTIAL_PACKETS:
            del self._partial[next(iter(self._partial))]
        parts = self._partial.setdefault(key, [])
        parts.append(part)
        if len(parts) > MAX_FRAGMENTS or sum(len(piece.octets) for piece in parts) > 2 * MAX_PACKET_OCTETS:
            del self._partial[key]
            return None
        octets = b""
        for piece in sorted(parts, key=lambda piece: piece.offset):
            if piece.offset > len(octets):
                return None
            octets += piece.octets[len(octets) - piece.offset :]
            if not piece.more and piece.offset + len(piece.octets) == len(octets) <= MAX_PACKET_OCTETS:
                del self._partial[key]
                return part._replace(octets=octets, offset=0, more=False)
        return None


def _read_ipv4(packet: bytes) -> _Part | None:
    header = (packet[0] & 15) * 4
    if header < 20 or len(packet) < header:
        return None
    total = int.from_bytes(packet[2:4], "big") or len(packet)  # 0: left to the network card by the sender
    flags = int.from_bytes(packet[6:8], "big")
    return _Part(
        str(IPv4Address(packet[12:16])),
        str(IPv4Address(packet[16:20])),
        packet[9],
        packet[header:total],
        (flags & 0x1FFF) * 8,
        bool(flags & _MORE_FRAGMENTS),
        int.from_bytes(packet[4:6], "big"),
    )


def _read_ipv6(packet: bytes) -> _Part | None:
    if len(packet) < 40:
        return None
    source, destination = str(IPv6Address(packet[8:24])), str(IPv6Address(packet[24:40]))
    size = int.from_bytes(packet[4:6], "big")
    end = min(40 + size, len(packet)) if size else len(packet)
    protocol, at = packet[6], 40
    fragment = (0, False, 0)
    for _ in range(MAX_EXTENSION_HEADERS):
        if protocol not in _SKIPPED_HEADERS and protocol != _FRAGMENT:
            return _Part(source, destination, protocol, packet[at:end], *fragment)
        if at + 8 > end:
            return None
        if protocol == _FRAGMENT:
            field = int.from_bytes(packet[at + 2 : at + 4], "big")
            fragment = (field & 0xFFF8, bool(field & 1), int.from_bytes(packet[at + 4 : at + 8], "big"))
            protocol, at = packet[at], at + 8
            if fragment[0] or fragment[1]:  # what follows is a piece of a packet, no header to be read
                return _Part(source, destination, protocol, packet[at:end], *fragment)
        else:
            units = 4 if protocol == _AUTHENTICATION else 8
            extra = 2 if protocol == _AUTHENTICATION else 1
            protocol, at = packet[at], at + (packet[at + 1] + extra) * units
    return None


def _read_udp(part: _Part) -> Datagram | None:
    octets = part.octets
    if len(octets) < 8:
        return None
    source_port, port, size = (int.from_bytes(octets[at : at + 2], "big") for at in (0, 2, 4))
    end = size if size >= 8 else len(octets)
    return Datagram(Endpoint(part.source, source_port), Endpoint(part.destination, port), octets[8:end])


def _read_tcp(part: _Part) -> Segment | None:
    octets = part.octets
    header = (octets[12] >> 4) * 4 if len(octets) >= 20 else 0
    if header < 20:
        return None
    flags = octets[13]
    return Segment(
        Endpoint(part.source, int.from_bytes(octets[:2], "big")),
        Endpoint(part.destination, int.from_bytes(octets[2:4], "big")),
        octets[header:],
        int.from_bytes(octets[4:8], "big"),
        bool(flags & _SYN),
        bool(flags & (_FIN | _RST)),
    )
