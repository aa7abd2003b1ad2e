"""A packet without a file around it, such as a dump that was copied: what it starts with is told from its octets."""

from __future__ import annotations

from trishul.protocol.capture.frames import Frame
from trishul.protocol.capture.internet import Reassembly
from trishul.protocol.capture.link_layers import COOKED, COOKED_2, ETHERNET, NULL, RAW, internet_packet
from trishul.protocol.capture.messages import looks_like_snmp

_GUESSES = (RAW, ETHERNET, COOKED, COOKED_2, NULL)


def guess_frame(octets: bytes) -> Frame | None:
    """The frame around an SNMP message; None where the octets are, or should be, the message itself."""
    if looks_like_snmp(octets):
        return None
    for link_type in _GUESSES:
        packet = internet_packet(link_type, octets)
        part = None if packet is None else Reassembly().take(packet)
        if part is not None and looks_like_snmp(part.payload):
            return Frame(None, link_type, octets)
    return None
