"""Agents of a capture get names that may be files, and what was left out is said."""

from __future__ import annotations

from pathlib import Path

from tests.unit.protocol.capture.packets import MESSAGE, ethernet, ipv4, ipv6, pcap, udp
from trishul.datatypes import Value, VarBind
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.services.recordings.captured import is_capture_file, read_capture

NAMES = [VarBind.of(f"1.3.6.1.2.1.1.{at}.0", Value.octet_string("x")) for at in (5, 6)]


def answer(community: bytes) -> bytes:
    message = Message(Version.V2C, community, Pdu(PduKind.RESPONSE, 1, 0, 0, tuple(NAMES)))
    return udp(encode_message(message), 161, 50000)


def test_an_agent_is_named_by_its_address_and_community(tmp_path: Path) -> None:
    place = tmp_path / "traffic"
    place.write_bytes(
        pcap(
            *(ethernet(ipv4(answer(community))) for community in (b"public", b"../\xff")),
            ethernet(ipv6(answer(b"public")), 0x86DD),
        )
    )
    assert is_capture_file(place)
    found = read_capture(place)
    assert [name for name, _ in found.agents] == [
        "192.0.2.1/public",
        "192.0.2.1/hex-2e2e2fff",
        "2001_db8__1/public",
    ]
    assert found.left_out == []


def test_what_is_left_out_of_a_capture_is_said(tmp_path: Path) -> None:
    place = tmp_path / "traffic"
    place.write_bytes(pcap(ethernet(ipv4(udp(MESSAGE))), ethernet(ipv4(answer(b"public")))) + b"cut")
    found = read_capture(place, max_instances=1)
    assert [len(agent.varbinds) for _, agent in found.agents] == [1]
    assert [sentence.split(" ")[0] for sentence in found.left_out] == ["it", "1"]
    place.write_bytes(pcap()[:12] + bytes(3))
    assert read_capture(place).agents == []
    place.write_bytes(b"")
    assert not is_capture_file(place)
