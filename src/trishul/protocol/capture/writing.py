"""A capture file of datagrams that were received: what tcpdump would have written (pcap-savefile(5)).

Packets are raw Internet packets (link type 101) with nanoseconds. Headers are made anew from the addresses (RFC 791,
RFC 8200, RFC 768); identification, hop limits and link layers are not known any more.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from struct import Struct

from trishul.protocol.capture.internet import Endpoint

LINK_TYPE_RAW = 101
MAX_PAYLOAD_OCTETS = 65_507
"""Of a UDP datagram over IPv4; more came over TCP, and is cut here as a capture would cut it."""
_NANOSECOND_MAGIC = 0xA1B23C4D
_UDP = 17
_HOP_LIMIT = 64
_HEADER = Struct("<IHHiIII")
_RECORD = Struct("<IIII")
_UDP_HEADER = Struct(">HHHH")
_IPV4_HEADER = Struct(">BBHHHBBH4s4s")
_IPV6_HEADER = Struct(">IHBB16s16s")
_IPV4_OCTETS = 20


def pcap_header() -> bytes:
    """The beginning of the file."""
    return _HEADER.pack(_NANOSECOND_MAGIC, 2, 4, 0, 0, 0x40000, LINK_TYPE_RAW)


def pcap_record(received_at_ns: int, source: Endpoint, destination: Endpoint, payload: bytes) -> bytes:
    """One datagram with the time at which it was received."""
    kept = payload[:MAX_PAYLOAD_OCTETS]
    packet = _packet(source, destination, kept)
    seconds, nanoseconds = divmod(received_at_ns, 1_000_000_000)
    size = len(packet) + len(payload) - len(kept)
    return _RECORD.pack(seconds & 0xFFFFFFFF, nanoseconds, len(packet), size) + packet


def _packet(source: Endpoint, destination: Endpoint, payload: bytes) -> bytes:
    sender, receiver = ip_address(source.host), ip_address(destination.host)
    if isinstance(sender, IPv4Address) and isinstance(receiver, IPv4Address):
        udp = _udp(source.port, destination.port, payload, sender.packed + receiver.packed)
        fields = (0x45, 0, _IPV4_OCTETS + len(udp), 0, 0x4000, _HOP_LIMIT, _UDP)
        blank = _IPV4_HEADER.pack(*fields, 0, sender.packed, receiver.packed)
        return _IPV4_HEADER.pack(*fields, _checksum(blank), sender.packed, receiver.packed) + udp
    from_, to = _as_ipv6(sender), _as_ipv6(receiver)
    udp = _udp(source.port, destination.port, payload, from_ + to)
    return _IPV6_HEADER.pack(6 << 28, len(udp), _UDP, _HOP_LIMIT, from_, to) + udp


def _as_ipv6(address: IPv4Address | IPv6Address) -> bytes:
    """IPv4-mapped where it must be (RFC 4291 §2.5.5.2)."""
    return address.packed if isinstance(address, IPv6Address) else bytes(10) + b"\xff\xff" + address.packed


def _udp(source_port: int, destination_port: int, payload: bytes, addresses: bytes) -> bytes:
    size = 8 + len(payload)
    blank = _UDP_HEADER.pack(source_port, destination_port, size, 0)
    pseudo_header = addresses + Struct(">II").pack(size, _UDP)
    checksum = _checksum(pseudo_header + blank + payload) or 0xFFFF
    return _UDP_HEADER.pack(source_port, destination_port, size, checksum) + payload


def _checksum(octets: bytes) -> int:
    """The ones' complement sum (RFC 1071)."""
    even = octets if len(octets) % 2 == 0 else octets + b"\0"
    total: int = sum(Struct(f">{len(even) // 2}H").unpack(even))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
