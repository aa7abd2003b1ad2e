"""The classic capture format of tcpdump: both byte orders, micro- and nanoseconds (pcap-savefile(5))."""

from __future__ import annotations

from struct import Struct

from trishul.protocol.capture.frames import MAX_FRAME_OCTETS, BadCapture, Frame, Frames, Octets, take

HEADER_OCTETS = 24
_RECORD_OCTETS = 16
_MAGICS = {
    b"\xd4\xc3\xb2\xa1": ("<", 1000),
    b"\xa1\xb2\xc3\xd4": (">", 1000),
    b"\x4d\x3c\xb2\xa1": ("<", 1),
    b"\xa1\xb2\x3c\x4d": (">", 1),
}
"""First octets, and with them byte order and nanoseconds in a unit of the fraction."""
_LINK_TYPE_MASK = 0xFFFF
"""The upper bits tell the length of a frame check sequence."""


def is_pcap(start: bytes) -> bool:
    """True for the first octets of such a file."""
    return start[:4] in _MAGICS


def read_pcap(data: Octets) -> Frames:
    """Its frames. Raises BadCapture."""
    header = take(data, 0, HEADER_OCTETS, "its header")
    order, unit_ns = _MAGICS[header[:4]]
    link_type = Struct(f"{order}I").unpack(header[20:24])[0] & _LINK_TYPE_MASK
    record = Struct(f"{order}IIII")
    pos, end = HEADER_OCTETS, len(data)
    while pos < end:
        seconds, fraction, kept, size = record.unpack(take(data, pos, _RECORD_OCTETS, "a record's header"))
        if kept > MAX_FRAME_OCTETS:
            raise BadCapture(f"a frame of {kept} octets", pos + 8)
        octets = take(data, pos + _RECORD_OCTETS, kept, "a frame")
        yield Frame(seconds * 1_000_000_000 + fraction * unit_ns, link_type, octets, kept < size)
        pos += _RECORD_OCTETS + kept
