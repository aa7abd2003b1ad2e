"""Packets and capture files, made by hand."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from struct import pack

from trishul.datatypes import Value, VarBind
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind

MESSAGE = encode_message(
    Message(Version.V2C, b"secret", Pdu(PduKind.GET, 7, 0, 0, (VarBind.of("1.3.6.1.2.1.1.5.0", Value.null()),)))
)
MICROSECOND_NS, SECOND_NS = 1000, 1_000_000_000
TIME_NS = 1_700_000_000 * SECOND_NS + 123_456 * MICROSECOND_NS


def udp(payload: bytes, source_port: int = 40000, port: int = 161) -> bytes:
    return pack(">HHHH", source_port, port, 8 + len(payload), 0) + payload


def tcp(payload: bytes, sequence: int, flags: int = 0x18, source_port: int = 40000, port: int = 161) -> bytes:
    return pack(">HHIIBBHHH", source_port, port, sequence, 0, 5 << 4, flags, 0, 0, 0) + payload


def ipv4(
    body: bytes, protocol: int = 17, *, offset: int = 0, more: bool = False, identification: int = 1, options: int = 0
) -> bytes:
    header = 20 + options
    flags = (0x2000 if more else 0) | offset // 8
    head = pack(">BBHHHBBH", 0x40 | header // 4, 0, header + len(body), identification, flags, 64, protocol, 0)
    return head + IPv4Address("192.0.2.1").packed + IPv4Address("192.0.2.2").packed + bytes(options) + body


def ipv6(body: bytes, protocol: int = 17) -> bytes:
    head = pack(">IHBB", 0x60000000, len(body), protocol, 64)
    return head + IPv6Address("2001:db8::1").packed + IPv6Address("2001:db8::2").packed + body


def ethernet(packet: bytes, ether_type: int = 0x0800, vlans: int = 0) -> bytes:
    return bytes(12) + b"\x81\x00\x00\x07" * vlans + ether_type.to_bytes(2, "big") + packet


def pcap(*frames: bytes, link_type: int = 1, order: str = "<", nanoseconds: bool = False) -> bytes:
    magic = 0xA1B23C4D if nanoseconds else 0xA1B2C3D4
    octets = pack(f"{order}IHHiIII", magic, 2, 4, 0, 0, 65535, link_type)
    fraction = TIME_NS % SECOND_NS // (1 if nanoseconds else MICROSECOND_NS)
    for frame in frames:
        octets += pack(f"{order}IIII", TIME_NS // SECOND_NS, fraction, len(frame), len(frame)) + frame
    return octets


def block(kind: int, body: bytes, order: str = "<") -> bytes:
    body += bytes(-len(body) % 4)
    size = pack(f"{order}I", len(body) + 12)
    return pack(f"{order}I", kind) + size + body + size


def section(order: str = "<") -> bytes:
    return block(0x0A0D0D0A, pack(f"{order}IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(link_type: int = 1, order: str = "<", options: bytes = b"") -> bytes:
    return block(1, pack(f"{order}HHI", link_type, 0, 0) + options, order)


def enhanced_packet(frame: bytes, units: int, order: str = "<", number: int = 0) -> bytes:
    head = pack(f"{order}IIIII", number, units >> 32, units & 0xFFFFFFFF, len(frame), len(frame))
    return block(6, head + frame, order)
