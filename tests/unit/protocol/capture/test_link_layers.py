"""What lies around an Internet packet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.protocol.capture.packets import MESSAGE, ethernet, ipv4, ipv6, udp
from trishul.protocol.capture.link_layers import internet_packet, is_known_link_type

V4, V6 = ipv4(udp(MESSAGE)), ipv6(udp(MESSAGE))
COOKED, COOKED_2 = bytes(14), b"\x08\x00" + bytes(18)


@pytest.mark.parametrize(
    ("link_type", "frame", "packet"),
    [
        (1, ethernet(V4), V4),
        (1, ethernet(V6, 0x86DD), V6),
        (1, ethernet(V4, vlans=2), V4),
        (113, COOKED + b"\x08\x00" + V4, V4),
        (276, COOKED_2 + V4, V4),
        (276, b"\x81\x00" + bytes(18) + b"\x00\x07\x08\x00" + V4, V4),
        (0, b"\x02\0\0\0" + V4, V4),
        (108, b"\0\0\0\x18" + V6, V6),
        (101, V6, V6),
        (228, V4, V4),
    ],
)
def test_the_packet_is_found(link_type: int, frame: bytes, packet: bytes) -> None:
    assert internet_packet(link_type, frame) == packet


@pytest.mark.parametrize(
    ("link_type", "frame"),
    [(1, ethernet(b"\x45", 0x0806)), (1, ethernet(V4, vlans=9)), (1, b"short"), (101, b""), (101, b"\x30"), (147, V4)],
)
def test_what_holds_no_packet_gives_none(link_type: int, frame: bytes) -> None:
    assert internet_packet(link_type, frame) is None


def test_an_unknown_link_type_is_one() -> None:
    assert is_known_link_type(1)
    assert not is_known_link_type(147)


@given(st.sampled_from([0, 1, 101, 108, 113, 228, 229, 276]), st.binary(max_size=80))
def test_any_octets_give_a_packet_or_none(link_type: int, frame: bytes) -> None:
    packet = internet_packet(link_type, frame)
    assert packet is None or frame.endswith(packet)
