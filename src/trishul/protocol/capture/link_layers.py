"""What lies around an Internet packet in a frame, by the link types of tcpdump.org/linktypes.

Owns Ethernet with VLAN tags (IEEE 802.1Q), Linux cooked captures of both versions, loopback, and packets without a link
layer. What is no IP gives None.
"""

from __future__ import annotations

from collections.abc import Callable

NULL, ETHERNET, LOOP, RAW, COOKED, IPV4, IPV6, COOKED_2 = 0, 1, 108, 101, 113, 228, 229, 276
_RAW_OF_OTHER_SYSTEMS = (12, 14)
_IP_TYPES = frozenset((0x0800, 0x86DD))
_VLAN_TYPES = frozenset((0x8100, 0x88A8, 0x9100))
MAX_VLAN_TAGS = 4


def internet_packet(link_type: int, frame: bytes) -> bytes | None:
    """The IPv4 or IPv6 packet in a frame; None where there is none, or the link type is not known."""
    find = _FINDERS.get(link_type)
    packet = None if find is None else find(frame)
    return packet if packet and packet[0] >> 4 in (4, 6) else None


def is_known_link_type(link_type: int) -> bool:
    """True when frames of this type can be read."""
    return link_type in _FINDERS


def _behind_type(frame: bytes, at: int) -> bytes | None:
    """What follows the EtherType at `at`, past VLAN tags."""
    for _ in range(MAX_VLAN_TAGS + 1):
        ether_type = int.from_bytes(frame[at : at + 2], "big")
        if ether_type in _IP_TYPES:
            return frame[at + 2 :]
        if ether_type not in _VLAN_TYPES:
            return None
        at += 4
    return None


def _ethernet(frame: bytes) -> bytes | None:
    return _behind_type(frame, 12)


def _cooked(frame: bytes) -> bytes | None:
    return _behind_type(frame, 14)


def _cooked_2(frame: bytes) -> bytes | None:
    """The protocol stands first, and VLAN tags behind the header of 20 octets."""
    ether_type = int.from_bytes(frame[:2], "big")
    if ether_type in _VLAN_TYPES:
        return _behind_type(frame, 22)
    return frame[20:] if ether_type in _IP_TYPES else None


def _loopback(frame: bytes) -> bytes:
    """The four octets of the address family differ from system to system; the packet says what it is."""
    return frame[4:]


def _bare(frame: bytes) -> bytes:
    return frame


_FINDERS: dict[int, Callable[[bytes], bytes | None]] = {
    NULL: _loopback,
    ETHERNET: _ethernet,
    LOOP: _loopback,
    COOKED: _cooked,
    COOKED_2: _cooked_2,
    **dict.fromkeys((RAW, IPV4, IPV6, *_RAW_OF_OTHER_SYSTEMS), _bare),
}
