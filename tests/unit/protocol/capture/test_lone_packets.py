"""A packet without a file around it."""

from __future__ import annotations

import pytest

from tests.unit.protocol.capture.packets import MESSAGE, ethernet, ipv4, ipv6, udp
from trishul.protocol.capture.lone_packets import guess_frame


@pytest.mark.parametrize(
    ("octets", "link_type"),
    [
        (ipv4(udp(MESSAGE)), 101),
        (ipv6(udp(MESSAGE)), 101),
        (ethernet(ipv4(udp(MESSAGE))), 1),
        (bytes(14) + b"\x08\x00" + ipv4(udp(MESSAGE)), 113),
        (b"\x02\0\0\0" + ipv4(udp(MESSAGE)), 0),
    ],
)
def test_what_lies_around_the_message_is_told_from_the_octets(octets: bytes, link_type: int) -> None:
    frame = guess_frame(octets)
    assert frame is not None
    assert (frame.link_type, frame.octets) == (link_type, octets)


@pytest.mark.parametrize("octets", [MESSAGE, b"", b"E", b"anything else"])
def test_a_bare_message_has_nothing_around_it(octets: bytes) -> None:
    assert guess_frame(octets) is None
