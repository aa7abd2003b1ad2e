"""Rows as the store takes them, and no community in any of their octets."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.unit.engine.secured import BERT, pdu_octets, secured
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.receiver import ReceiverEngine
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.message import Message, Version, decode_message, encode_message
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu
from trishul.transport.asked_address import AskedAddress
from trishul.workers import notification_rows
from trishul.workers.messages import NotificationRow
from trishul.workers.notification_rows import NotificationRows

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
HEADING = (
    VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(1)),
    VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier(LINK_DOWN)),
)
TRAP_COMMUNITY = VarBind.of("1.3.6.1.6.3.18.1.4.0", Value.octet_string("hush-hush"))


def row_of(
    pdu: Pdu | TrapV1Pdu,
    version: Version = Version.V2C,
    *,
    peer: tuple[Any, ...] = ("192.0.2.1", 162),
    rows: NotificationRows | None = None,
) -> NotificationRow:
    engine = ReceiverEngine()
    engine.receive_datagram(encode_message(Message(version, b"public", pdu)), peer, 0.0, received_at_ns=5)
    (notification,) = engine.events()
    return (rows or NotificationRows()).row_of(notification, ("127.0.0.1", 1162))


def a_trap(*varbinds: VarBind) -> Pdu:
    return Pdu(PduKind.TRAP_V2, 7, 0, 0, (*HEADING, *varbinds))


def test_a_row_is_plain_numbers_texts_and_octets() -> None:
    row = row_of(a_trap())
    assert [type(value) for value in row] == [
        int, str, str, int, int, str, int, type(None), type(None), bytes, bytes, str, *[type(None)] * 6,
    ]  # fmt: skip
    assert row[:6] == (5, "127.0.0.1:1162", "192.0.2.1:162", 1, 0xA7, LINK_DOWN)


def test_ipv6_peers_are_written_with_brackets() -> None:
    assert row_of(a_trap(), peer=("2001:db8::1", 162))[2] == "[2001:db8::1]:162"


def test_an_enterprise_belongs_to_v1_only() -> None:
    pdu = TrapV1Pdu(Oid("1.3.6.1.4.1.32473"), "192.0.2.7", 6, 1, 0, ())
    assert row_of(pdu, Version.V1)[8] == "1.3.6.1.4.1.32473"
    assert row_of(a_trap())[8] is None


def test_a_trap_oid_that_is_none_is_zero_dot_zero() -> None:
    """RFC 2578 §2: zeroDotZero stands for no OID."""
    assert row_of(Pdu(PduKind.TRAP_V2, 7, 0, 0, ()))[5] == "0.0"


@pytest.mark.parametrize("others", [(), (VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("edge")),)])
def test_the_community_that_a_proxy_added_is_masked_everywhere(others: tuple[VarBind, ...]) -> None:
    row = row_of(a_trap(TRAP_COMMUNITY, *others, TRAP_COMMUNITY))
    assert b"hush-hush" not in msgspec.msgpack.encode(row)
    shown = decode_varbinds(row[9], 0, len(row[9]))
    assert [str(varbind.value) for varbind in shown if varbind.name == TRAP_COMMUNITY.name] == ["*********"] * 2
    assert shown[-1].name == TRAP_COMMUNITY.name
    decode_message(row[10])


def test_an_snmpv3_row_says_how_it_came_and_holds_no_key() -> None:
    sender, behind = bytes.fromhex("80001f88046f74686572"), bytes.fromhex("80001f8804626568696e64")
    engine = ReceiverEngine(users=[BERT])
    data = secured(
        pdu_octets(PduKind.TRAP_V2, *HEADING, TRAP_COMMUNITY),
        BERT,
        engine_id=sender,
        context=(behind, b"a\0\xff"),
        flags=0,
    )
    engine.receive_datagram(data, ("192.0.2.1", 162), 0.0)
    (notification,) = engine.events()
    row = NotificationRows().row_of(notification, ("127.0.0.1", 1162))
    assert row[3] == 3
    assert row[10] == data  # encrypted as it came
    assert row[12:] == (3, "bert", sender.hex(), behind.hex(), "a\\x00\\xff", None)
    assert b"hush-hush" not in msgspec.msgpack.encode(row)


def test_texts_of_peers_are_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notification_rows, "_CACHE_SIZE", 3)
    rows = NotificationRows()
    for number in range(10):
        assert row_of(a_trap(), peer=("192.0.2.1", number), rows=rows)[2] == f"192.0.2.1:{number}"
    assert len(rows._peers) <= 3


def test_the_row_says_which_of_several_local_addresses_was_told() -> None:
    """A socket that is bound to all addresses knows it of each datagram (RFC 3542 §6)."""
    source = AskedAddress(("192.0.2.7", 50000))
    source.asked = ("198.51.100.9", [])
    row = row_of(a_trap(), peer=source)
    assert row[1:3] == ("198.51.100.9:1162", "192.0.2.7:50000")
