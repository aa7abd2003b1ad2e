"""Notifications as they arrive (RFC 1157 §4.1.6, RFC 3416 §4.2.6, §4.2.7, RFC 3584 §3.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine.secured import BERT, pdu_octets, secured
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.community_masks import mask_community
from trishul.engine.drops import DropReason
from trishul.engine.local_engine import LocalEngine
from trishul.engine.receiver import ReceivedNotification, ReceiverEngine
from trishul.protocol.anomalies import AnomalyKind
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.message import Message, Version, decode_message, encode_message
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu

PEER = ("192.0.2.9", 40000)
UPTIME = VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(4711))
TRAP_OID = VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier("1.3.6.1.6.3.1.1.5.3"))
IF_INDEX = VarBind.of("1.3.6.1.2.1.2.2.1.1.3", Value.integer(3))
USUAL = (UPTIME, TRAP_OID, IF_INDEX)


def v2c(kind: PduKind, *varbinds: VarBind) -> bytes:
    return encode_message(Message(Version.V2C, b"secret", Pdu(kind, 99, 0, 0, varbinds)))


def v1(generic: int, specific: int = 0, *varbinds: VarBind) -> bytes:
    pdu = TrapV1Pdu(Oid("1.3.6.1.4.1.8072"), "198.51.100.7", generic, specific, 4711, varbinds)
    return encode_message(Message(Version.V1, b"secret", pdu))


def receive(data: bytes, engine: ReceiverEngine | None = None) -> ReceivedNotification:
    engine = engine or ReceiverEngine()
    engine.receive_datagram(data, PEER, 0.0, received_at_ns=5)
    (notification,) = engine.events()
    return notification


def bindings(notification: ReceivedNotification) -> list[VarBind]:
    return decode_varbinds(notification.varbinds, 0, len(notification.varbinds))


def test_a_v2c_trap_is_kept_as_it_came() -> None:
    data = v2c(PduKind.TRAP_V2, *USUAL)
    notification = receive(data)
    assert (notification.version, notification.kind, notification.request_id) == (Version.V2C, PduKind.TRAP_V2, 99)
    assert notification.trap_oid == TRAP_OID.contents
    assert (notification.uptime, notification.agent_address, notification.received_at_ns) == (4711, None, 5)
    assert bindings(notification) == list(USUAL)
    assert notification.anomalies == ()
    assert notification.raw == data.replace(b"secret", b"******")


def test_acknowledgements_can_be_taken_apart_one_for_each_inform_in_order() -> None:
    engine = ReceiverEngine()
    informs = [v2c(PduKind.INFORM, *USUAL), v2c(PduKind.INFORM, *USUAL, IF_INDEX)]
    for data in (informs[0], v2c(PduKind.TRAP_V2, *USUAL), informs[1]):
        engine.receive_datagram(data, PEER, 0.0)
    assert [len(data) for data, _ in engine.acknowledgements()] == [len(inform) for inform in informs]
    assert (engine.acknowledgements(), engine.datagrams_to_send()) == ([], [])


def test_a_trap_is_not_answered() -> None:
    engine = ReceiverEngine()
    receive(v2c(PduKind.TRAP_V2, *USUAL), engine)
    assert engine.datagrams_to_send() == []


@pytest.mark.parametrize("padding", [b"", b"\0\0"])
def test_an_inform_is_answered_at_once_with_its_bindings(padding: bytes) -> None:
    engine = ReceiverEngine()
    notification = receive(v2c(PduKind.INFORM, *USUAL) + padding, engine)
    ((data, address),) = engine.datagrams_to_send()
    message, anomalies = decode_message(data)
    assert message == Message(Version.V2C, b"secret", Pdu(PduKind.RESPONSE, 99, 0, 0, USUAL))
    assert (address, anomalies, notification.kind) == (PEER, (), PduKind.INFORM)


@pytest.mark.parametrize(("generic", "oid"), [(number, f"1.3.6.1.6.3.1.1.5.{number + 1}") for number in range(6)])
def test_generic_v1_traps_get_their_v2_names(generic: int, oid: str) -> None:
    assert Oid.from_contents(receive(v1(generic)).trap_oid) == Oid(oid)


def test_enterprise_v1_traps_get_enterprise_zero_specific() -> None:
    notification = receive(v1(6, 17, IF_INDEX))
    assert Oid.from_contents(notification.trap_oid) == Oid("1.3.6.1.4.1.8072.0.17")
    assert (notification.agent_address, notification.uptime) == ("198.51.100.7", 4711)
    assert [str(varbind.oid) for varbind in bindings(notification)] == [
        "1.3.6.1.2.1.1.3.0", "1.3.6.1.6.3.1.1.4.1.0", "1.3.6.1.2.1.2.2.1.1.3",
        "1.3.6.1.6.3.18.1.3.0", "1.3.6.1.6.3.1.1.4.3.0",
    ]  # fmt: skip


def test_a_proxy_s_trap_names_the_agent_behind_it() -> None:
    address = VarBind.of("1.3.6.1.6.3.18.1.3.0", Value.ip_address("198.51.100.7"))
    assert receive(v2c(PduKind.TRAP_V2, *USUAL, address)).agent_address == "198.51.100.7"


def test_a_v1_trap_through_a_proxy_keeps_the_agent_that_the_proxy_named() -> None:
    """RFC 3584 §3.1 (4): what is among the bindings already stays."""
    address = VarBind.of("1.3.6.1.6.3.18.1.3.0", Value.ip_address("203.0.113.5"))
    notification = receive(v1(6, 17, address))
    assert notification.agent_address == "203.0.113.5"
    assert [varbind for varbind in bindings(notification) if varbind.name == address.name] == [address]


@pytest.mark.parametrize("padding", [b"", b"\0\0"])
def test_the_community_that_a_proxy_added_leaves_with_nothing(padding: bytes) -> None:
    added = VarBind.of("1.3.6.1.6.3.18.1.4.0", Value.octet_string("hush-hush"))
    for data in (v2c(PduKind.INFORM, *USUAL, added), v1(6, 17, added)):
        notification = receive(data + padding)
        assert b"hush" not in notification.raw + notification.varbinds
        assert VarBind(added.name, added.tag, b"*********") in bindings(notification)


@pytest.mark.parametrize(
    ("varbinds", "kind"),
    [
        ((TRAP_OID, UPTIME), AnomalyKind.MISPLACED_BINDINGS),
        ((IF_INDEX, TRAP_OID), AnomalyKind.MISSING_UPTIME),
        ((UPTIME, IF_INDEX), AnomalyKind.MISSING_TRAP_OID),
        ((), AnomalyKind.MISSING_TRAP_OID),
    ],
)
def test_a_wrong_heading_is_named_and_nothing_is_lost(varbinds: tuple[VarBind, ...], kind: AnomalyKind) -> None:
    notification = receive(v2c(PduKind.TRAP_V2, *varbinds))
    assert [anomaly.kind for anomaly in notification.anomalies] == [kind]
    assert bindings(notification) == list(varbinds)
    assert notification.trap_oid == (TRAP_OID.contents if TRAP_OID in varbinds else b"\0")


def test_only_given_communities_are_accepted_when_given() -> None:
    engine = ReceiverEngine(frozenset((b"other",)))
    for data in (v2c(PduKind.INFORM, *USUAL), v1(0), v2c(PduKind.INFORM, *USUAL) + b"\0"):
        engine.receive_datagram(data, PEER, 0.0)
    assert (engine.events(), engine.datagrams_to_send()) == ([], [])
    assert engine.drops == {DropReason.UNKNOWN_COMMUNITY: 3}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", DropReason.MALFORMED),
        (b"\x30\x00", DropReason.MALFORMED),
        (v2c(PduKind.TRAP_V2, *USUAL)[:-3], DropReason.MALFORMED),
        (bytes.fromhex("3003020103"), DropReason.UNSUPPORTED_VERSION),
        (v2c(PduKind.GET, *USUAL), DropReason.UNEXPECTED_PDU),
        (v2c(PduKind.RESPONSE, *USUAL), DropReason.UNEXPECTED_PDU),
    ],
)
def test_what_is_not_kept_is_counted_with_its_reason(data: bytes, reason: DropReason) -> None:
    engine = ReceiverEngine()
    engine.receive_datagram(data, PEER, 0.0)
    assert (engine.events(), engine.datagrams_to_send()) == ([], [])
    assert engine.drops == {reason: 1}


def test_v1_traps_in_a_v2c_message_are_unexpected() -> None:
    data = bytearray(v1(0))
    data[4] = 1
    engine = ReceiverEngine()
    engine.receive_datagram(bytes(data), PEER, 0.0)
    assert engine.drops == {DropReason.UNEXPECTED_PDU: 1}


@given(st.binary(max_size=300))
def test_any_bytes_are_kept_or_counted(data: bytes) -> None:
    engine = ReceiverEngine()
    engine.receive_datagram(data, PEER, 0.0)
    assert len(engine.events()) + sum(engine.drops.values()) == 1


@given(st.integers(0, 200), st.integers(0, 255))
def test_one_changed_octet_never_escapes_as_an_exception(place: int, octet: int) -> None:
    data = bytearray(v2c(PduKind.INFORM, *USUAL))
    data[place % len(data)] = octet
    engine = ReceiverEngine()
    engine.receive_datagram(bytes(data), PEER, 0.0)
    assert len(engine.events()) + sum(engine.drops.values()) == 1


def test_the_community_is_masked_whatever_its_length() -> None:
    message = Message(Version.V2C, b"s" * 300, Pdu(PduKind.TRAP_V2, 1, 0, 0, USUAL))
    masked = mask_community(encode_message(message))
    assert b"sss" not in masked
    assert len(masked) == len(encode_message(message))


def test_a_receiver_has_no_deadlines() -> None:
    assert ReceiverEngine().next_deadline() is None


def test_a_trap_is_opened_with_the_time_at_which_it_came_when_its_user_is_added() -> None:
    sender = bytes.fromhex("80001f88046f74686572")
    engine = ReceiverEngine(engine=LocalEngine(bytes.fromhex("80001f88046f7572"), [], {}, boots=1, started_at=0.0))
    data = secured(pdu_octets(PduKind.TRAP_V2, *USUAL), BERT, engine_id=sender, flags=0)
    engine.receive_datagram(data, PEER, 10.0)
    assert engine.drops == {DropReason.UNKNOWN_USER: 1}
    assert not engine.reopen(data, PEER, 10.0, received_at_ns=7)
    engine.add_user(BERT)
    assert engine.reopen(data, PEER, 10.0, received_at_ns=7)
    (notification,) = engine.events()
    assert (notification.received_at_ns, notification.kind, engine.received) == (7, PduKind.TRAP_V2, 1)
    assert not engine.reopen(data[:-1] + bytes((data[-1] ^ 1,)), PEER, 10.0, received_at_ns=7)
    assert not engine.reopen(b"0", PEER, 10.0, received_at_ns=7)
    assert engine.drops == {DropReason.UNKNOWN_USER: 1}
    assert engine.datagrams_to_send() == []


@pytest.mark.parametrize(("most", "drops"), [(0, {}), (3, {}), (2, {DropReason.TOO_MANY_VARBINDS: 1})])
def test_a_notification_with_too_many_variables_is_dropped_whatever_its_version(
    most: int, drops: dict[DropReason, int]
) -> None:
    sender = bytes.fromhex("80001f88046f74686572")
    usual = encode_message(Message(Version.V2C, b"public", Pdu(PduKind.TRAP_V2, 7, 0, 0, USUAL)))
    for data in (usual, secured(pdu_octets(PduKind.TRAP_V2, *USUAL), BERT, engine_id=sender, flags=0)):
        engine = ReceiverEngine(users=[BERT])
        engine.max_varbinds = most
        engine.receive_datagram(data, PEER, 10.0)
        assert engine.drops == drops
