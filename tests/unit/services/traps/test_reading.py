"""Notifications read from what somebody has: hexadecimal, dumps, captures, messages of every version."""

from __future__ import annotations

import struct
from base64 import b64encode

import pytest

from tests.unit.services.traps.test_sending import OPS
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.local_engine import LocalEngine
from trishul.engine.notifier import NotifierEngine
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu
from trishul.services.traps.reading import NotificationsRead, octets_of_base64, read_notifications
from trishul.snmp import Target

VARBINDS = (
    VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(4200)),
    VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier("1.3.6.1.6.3.1.1.5.3")),
    VarBind.of("1.3.6.1.2.1.2.2.1.1.3", Value.integer(3)),
    VarBind.of("1.3.6.1.2.1.2.2.1.6.3", Value.octet_string(b"\x00\x1b\x54")),
)
TRAP = encode_message(Message(Version.V2C, b"secret", Pdu(PduKind.TRAP_V2, 7, 0, 0, VARBINDS)))
INFORM = encode_message(Message(Version.V2C, b"secret", Pdu(PduKind.INFORM, 8, 0, 0, VARBINDS)))
GET = encode_message(Message(Version.V2C, b"secret", Pdu(PduKind.GET, 7, 0, 0, VARBINDS)))
BARE = encode_message(Message(Version.V2C, b"secret", Pdu(PduKind.TRAP_V2, 7, 0, 0, VARBINDS[2:])))
V1 = encode_message(
    Message(Version.V1, b"secret", TrapV1Pdu(Oid("1.3.6.1.4.1.9"), "10.1.2.3", 6, 7, 4200, VARBINDS[2:3]))
)


def read(text: str = "", capture: bytes = b"") -> NotificationsRead:
    found = read_notifications(text, capture, [OPS], Names(None))
    assert "secret" not in repr(found)
    return found


def pcap_of(*messages: tuple[float, bytes]) -> bytes:
    """UDP from port 4000 to 162, raw IPv4 frames (LINKTYPE_RAW)."""
    packets = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)]
    for at_s, payload in messages:
        udp = struct.pack("!HHHH", 4000, 162, 8 + len(payload), 0) + payload
        ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, b"\x0a\0\0\1", b"\x0a\0\0\2") + udp
        packets.append(struct.pack("<IIII", int(at_s), round(at_s % 1 * 1_000_000), len(ip), len(ip)) + ip)
    return b"".join(packets)


def test_hexadecimal_becomes_a_notification_that_can_be_sent_again() -> None:
    (found,) = read(TRAP.hex(" ")).notifications
    assert (found.version, found.kind, found.oid, found.uptime) == ("2c", "trap", "1.3.6.1.6.3.1.1.5.3", 4200)
    assert [(each.oid, each.type, each.value) for each in found.varbinds] == [
        ("1.3.6.1.2.1.2.2.1.1.3", "Integer", "3"),
        ("1.3.6.1.2.1.2.2.1.6.3", "Hex", "001b54"),
    ]


def test_a_v1_trap_keeps_the_fields_that_v2_lacks() -> None:
    (found,) = read(capture=V1).notifications
    assert (found.version, found.oid, found.agent_address, found.enterprise) == (
        "1",
        "1.3.6.1.4.1.9.0.7",
        "10.1.2.3",
        "1.3.6.1.4.1.9",
    )


def test_a_capture_tells_times_and_addresses_and_what_it_passed_over() -> None:
    found = read(capture=octets_of_base64(b64encode(pcap_of((10, TRAP), (10.5, GET), (12.25, INFORM))).decode()))
    assert [(each.number, each.after_s, each.kind) for each in found.notifications] == [
        (1, 0, "trap"),
        (3, 2.25, "inform"),
    ]
    assert (found.notifications[0].source, found.notifications[0].destination) == ("10.0.0.1:4000", "10.0.0.2:162")
    assert [(each.number, each.reason) for each in found.passed_over] == [(2, "a GetRequest, which is no notification")]
    assert not found.is_cut


def test_an_encrypted_trap_is_opened_with_the_key_of_a_saved_user() -> None:
    engine = LocalEngine(bytes.fromhex("80001f88046f757273"), [], {}, boots=5, started_at=0.0)
    notifier = NotifierEngine(first_request_id=1, engine=engine)
    peer = Target("127.0.0.1", 162, version="3", user=OPS).peer(("127.0.0.1", 162))
    notifier.trap(peer, Oid("1.3.6.1.6.3.1.1.5.3"), VARBINDS[2:3], 4200)
    ((datagram, _),) = notifier.datagrams_to_send()
    (found,) = read(datagram.hex()).notifications
    assert (found.version, found.uptime, len(found.varbinds)) == ("3", 4200, 1)
    closed = read_notifications(datagram.hex(), b"", [], Names(None))
    assert "encrypted" in closed.passed_over[0].reason


def test_a_notification_without_its_name_or_with_broken_octets_is_passed_over_with_the_reason() -> None:
    found = read(BARE.hex())
    assert "snmpTrapOID.0" in found.passed_over[0].reason
    assert read(TRAP[:-3].hex()).passed_over


def test_a_capture_that_breaks_off_gives_what_it_has() -> None:
    whole = pcap_of((10, TRAP), (11, TRAP))
    found = read(capture=whole[:-5])
    assert len(found.notifications) == 1
    assert found.broken is not None


@pytest.mark.parametrize(
    ("text", "capture"), [("", b""), ("not hex", b""), ("abc", b""), ("", b"GIF89a"), ("", b"\xd4\xc3\xb2\xa1")]
)
def test_what_is_neither_is_refused_in_words(text: str, capture: bytes) -> None:
    with pytest.raises(InvalidInput):
        read(text, capture)


def test_what_is_no_base64_is_refused() -> None:
    with pytest.raises(InvalidInput):
        octets_of_base64("!")
