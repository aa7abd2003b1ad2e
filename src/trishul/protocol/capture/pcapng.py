"""The block format of Wireshark, with several sections and interfaces (draft-ietf-opsawg-pcapng).

Owns what frames need: section header, interface description and the three kinds of packet blocks; all other blocks are
passed over.
"""

from __future__ import annotations

from struct import Struct
from typing import NamedTuple

from trishul.protocol.capture.frames import MAX_FRAME_OCTETS, BadCapture, Frame, Frames, Octets, take

_SECTION, _INTERFACE, _OLD_PACKET, _SIMPLE_PACKET, _PACKET = 0x0A0D0D0A, 1, 2, 3, 6
_ORDERS = {b"\x4d\x3c\x2b\x1a": "<", b"\x1a\x2b\x3c\x4d": ">"}
_MIN_BLOCK_OCTETS, _MAX_BLOCK_OCTETS = 12, 16 * 1024 * 1024
_RESOLUTION, _OFFSET = 9, 14
"""Options if_tsresol and if_tsoffset."""
MAX_INTERFACES = 65_536
_NS_PER_S = 1_000_000_000


class _Interface(NamedTuple):
    link_type: int
    kept_octets: int
    units_per_s: int = 1_000_000
    offset_s: int = 0

    def time_ns(self, high: int, low: int) -> int:
        """A time stamp of this interface."""
        return ((high << 32) | low) * _NS_PER_S // self.units_per_s + self.offset_s * _NS_PER_S


def is_pcapng(start: bytes) -> bool:
    """True for the first octets of such a file."""
    return start[:4] == b"\x0a\x0d\x0d\x0a" and start[8:12] in _ORDERS


def read_pcapng(data: Octets) -> Frames:
    """Its frames, over all sections. Raises BadCapture."""
    pos, end = 0, len(data)
    order = "<"
    interfaces: list[_Interface] = []
    while pos < end:
        head = take(data, pos, _MIN_BLOCK_OCTETS, "a block")
        if head[:4] == b"\x0a\x0d\x0d\x0a":
            if head[8:12] not in _ORDERS:
                raise BadCapture("a section without a byte order", pos + 8)
            order, interfaces = _ORDERS[head[8:12]], []
        kind, size = Struct(f"{order}II").unpack(head[:8])
        if not _MIN_BLOCK_OCTETS <= size <= _MAX_BLOCK_OCTETS or size % 4:
            raise BadCapture(f"a block of {size} octets", pos + 4)
        body = take(data, pos + 8, size - 8, "a block")[:-4]
        if kind == _INTERFACE:
            if len(interfaces) >= MAX_INTERFACES:
                raise BadCapture(f"more than {MAX_INTERFACES} interfaces", pos)
            interfaces.append(_read_interface(body, order, pos))
        elif kind in (_PACKET, _OLD_PACKET, _SIMPLE_PACKET):
            yield _read_packet(kind, body, order, interfaces, pos)
        pos += size


def _read_interface(body: bytes, order: str, pos: int) -> _Interface:
    if len(body) < 8:
        raise BadCapture("an interface without a link type", pos)
    link_type, _, kept = Struct(f"{order}HHI").unpack(body[:8])
    units_per_s, offset_s = 1_000_000, 0
    at = 8
    while at + 4 <= len(body):
        code, size = Struct(f"{order}HH").unpack(body[at : at + 4])
        value = body[at + 4 : at + 4 + size]
        if code == _RESOLUTION and size == 1:
            exponent = value[0] & 0x7F
            units_per_s = 2**exponent if value[0] & 0x80 else 10**exponent
        elif code == _OFFSET and size == 8 == len(value):
            offset_s = Struct(f"{order}q").unpack(value)[0]
        if code == 0:
            break
        at += 4 + size + -size % 4
    return _Interface(link_type, kept, units_per_s, offset_s)


def _read_packet(kind: int, body: bytes, order: str, interfaces: list[_Interface], pos: int) -> Frame:
    """The frame in one of the packet blocks."""
    head = {_PACKET: "IIIII", _OLD_PACKET: "HHIIII", _SIMPLE_PACKET: "I"}[kind]
    form = Struct(order + head)
    if len(body) < form.size:
        raise BadCapture("a packet block without its fields", pos)
    number, *fields = form.unpack(body[: form.size]) if kind != _SIMPLE_PACKET else (0, *form.unpack(body[:4]))
    if number >= len(interfaces):
        raise BadCapture(f"a packet of interface {number}, which was not described", pos)
    interface = interfaces[number]
    time_ns: int | None = None
    if kind == _SIMPLE_PACKET:
        size = fields[0]
        kept = min(size, interface.kept_octets or size, len(body) - form.size)
    else:
        high, low, kept, size = fields[-4:]
        time_ns = interface.time_ns(high, low)
    if kept > MAX_FRAME_OCTETS or kept > len(body) - form.size:
        raise BadCapture(f"a frame of {kept} octets", pos)
    return Frame(time_ns, interface.link_type, body[form.size : form.size + kept], kept < size)
