"""SNMPv3 notifications (RFC 3413 §3.3 and §3.4, RFC 3416 §4.2.6 and §4.2.7)."""

import pytest

from tests.unit.engine.secured import (
    AUTHENTIC,
    BERT,
    ENGINE_ID,
    NOBODY,
    OTHER_ENGINE_ID,
    PEER,
    REQUEST_ID,
    USERS,
    discovery,
    opened,
    pdu_octets,
    secured,
)
from tests.unit.protocol.security.exchanges import credentials
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.drops import DropReason
from trishul.engine.local_engine import LocalEngine
from trishul.engine.receiver import SNMP_TRAP_OID_0, SYS_UP_TIME_0, NotificationSecurity, ReceiverEngine
from trishul.protocol.ber import encode_varbinds
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, SecurityLevel
from trishul.protocol.security.reports import Refusal
from trishul.protocol.security.users import UserCredentials

NOW = 1050.0
LINK_DOWN = Oid("1.3.6.1.6.3.1.1.5.3")
VARBINDS = [
    VarBind(SYS_UP_TIME_0, *Value.time_ticks(4242)),
    VarBind(SNMP_TRAP_OID_0, *Value.object_identifier(LINK_DOWN)),
    VarBind.of("1.3.6.1.2.1.2.2.1.1.7", Value.integer(7)),
]
TRAP, INFORM = pdu_octets(PduKind.TRAP_V2, *VARBINDS), pdu_octets(PduKind.INFORM, *VARBINDS)
OURS, SENDER = ENGINE_ID, OTHER_ENGINE_ID


def receiver() -> ReceiverEngine:
    engine = LocalEngine(OURS, [], {}, boots=3, started_at=1000.0)
    return ReceiverEngine(frozenset({b"public"}), users=USERS, engine=engine)


def trap(user: UserCredentials = BERT, level: SecurityLevel | None = None, flags: int = 0) -> bytes:
    return secured(TRAP, user, level, engine_id=SENDER, context=(SENDER, b"here"), flags=flags)


@pytest.mark.parametrize("user", USERS)
def test_a_trap_is_taken_at_every_level(user: UserCredentials) -> None:
    engine = receiver()
    data = trap(user)
    engine.receive_datagram(data, PEER, NOW, received_at_ns=17)
    (notification,) = engine.events()
    assert notification == (
        17, PEER, Version.V3, PduKind.TRAP_V2, REQUEST_ID, LINK_DOWN.contents, 4242, None,
        encode_varbinds(VARBINDS), data, (),
        NotificationSecurity(user.name.encode(), user.level, SENDER, SENDER, b"here"), None,
    )  # fmt: skip
    assert (engine.datagrams_to_send(), dict(engine.drops), engine.received) == ([], {}, 1)


@pytest.mark.parametrize("user", USERS)
def test_an_inform_is_acknowledged_at_its_level(user: UserCredentials) -> None:
    engine = receiver()
    engine.receive_datagram(secured(INFORM, user, context=(SENDER, b"")), PEER, NOW)
    (notification,) = engine.events()
    assert (notification.kind, notification.trap_oid) == (PduKind.INFORM, LINK_DOWN.contents)
    ((answer, address),) = engine.datagrams_to_send()
    reply = opened(answer, user)
    assert (address, reply.level, reply.context) == (PEER, user.level, (SENDER, b""))
    assert (reply.pdu.kind, reply.pdu.request_id, list(reply.pdu.varbinds)) == (PduKind.RESPONSE, REQUEST_ID, VARBINDS)


def test_our_engine_id_and_clock_are_told_to_who_asks() -> None:
    """RFC 3414 §4."""
    engine = receiver()
    engine.receive_datagram(discovery(), PEER, NOW)
    engine.receive_datagram(secured(INFORM, boots_and_time=(0, 0)), PEER, NOW)
    first, second = [opened(data) for data, _ in engine.datagrams_to_send()]
    assert first.counter == str(Refusal.UNKNOWN_ENGINE.oid)
    assert second.counter == str(Refusal.NOT_IN_TIME_WINDOW.oid)
    assert (engine.events(), dict(engine.drops)) == ([], {})


def test_an_inform_for_another_engine_is_told_ours() -> None:
    engine = receiver()
    engine.receive_datagram(secured(INFORM, credentials("stranger"), engine_id=SENDER), PEER, NOW)
    ((answer, _),) = engine.datagrams_to_send()
    assert opened(answer).counter == str(Refusal.UNKNOWN_ENGINE.oid)
    assert dict(engine.drops) == {DropReason.UNKNOWN_ENGINE: 1}


def test_a_trap_that_claims_to_want_a_report_is_taken_all_the_same() -> None:
    """RFC 3412 §6.4: for a PDU of the unconfirmed class the flag counts as zero."""
    engine = receiver()
    engine.receive_datagram(trap(flags=4), PEER, NOW)
    engine.receive_datagram(trap(AUTHENTIC, flags=4), PEER, NOW)
    assert len(engine.events()) == 2
    engine.receive_datagram(trap(credentials("stranger"), flags=4), PEER, NOW)
    assert engine.datagrams_to_send() == []
    assert dict(engine.drops) == {DropReason.UNKNOWN_USER: 1}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (trap(credentials("stranger", AuthProtocol.SHA)), DropReason.UNKNOWN_USER),
        (trap(credentials("bert", AuthProtocol.SHA)), DropReason.WRONG_DIGEST),
        (trap(BERT, SecurityLevel.NO_AUTH_NO_PRIV), DropReason.UNSUPPORTED_LEVEL),
        (secured(TRAP[:-1], AUTHENTIC, engine_id=SENDER, flags=0), DropReason.MALFORMED),
        (secured(pdu_octets(PduKind.GET), AUTHENTIC, engine_id=SENDER, flags=0), DropReason.UNEXPECTED_PDU),
        (secured(INFORM, AUTHENTIC, engine_id=SENDER, flags=0), DropReason.UNEXPECTED_PDU),
        (secured(TRAP, AUTHENTIC, flags=0), DropReason.UNKNOWN_PDU_HANDLER),
        (secured(INFORM, BERT, SecurityLevel.NO_AUTH_NO_PRIV), DropReason.UNSUPPORTED_LEVEL),
        (secured(b"\xa4\x00", AUTHENTIC, engine_id=SENDER, flags=0), DropReason.MALFORMED),
        (trap()[:-1], DropReason.MALFORMED),
        (trap().replace(b"\x03\x02\x01\x03\x04", b"\x03\x02\x01\x02\x04", 1), DropReason.UNKNOWN_SECURITY_MODEL),
    ],
)
def test_every_drop_has_a_name(data: bytes, reason: DropReason) -> None:
    engine = receiver()
    engine.receive_datagram(data, PEER, NOW)
    assert engine.events() == []
    assert dict(engine.drops) == {reason: 1}


def test_a_request_gets_a_report_that_nobody_answers_it_here() -> None:
    engine = receiver()
    engine.receive_datagram(secured(pdu_octets(PduKind.GET)), PEER, NOW)
    ((answer, _),) = engine.datagrams_to_send()
    assert opened(answer).counter == str(Refusal.UNKNOWN_PDU_HANDLER.oid)


def test_users_are_added_while_it_runs() -> None:
    engine = ReceiverEngine(engine=LocalEngine(OURS, [], {}, boots=3, started_at=1000.0))
    engine.receive_datagram(trap(), PEER, NOW)
    assert dict(engine.drops) == {DropReason.UNKNOWN_USER: 1}
    engine.add_user(BERT)
    engine.add_user(NOBODY, SENDER)
    engine.receive_datagram(trap(), PEER, NOW)
    engine.receive_datagram(trap(NOBODY), PEER, NOW)
    engine.receive_datagram(secured(INFORM), PEER, NOW)
    assert len(engine.events()) == 3
    engine.receive_datagram(secured(INFORM, NOBODY), PEER, NOW)
    assert engine.events() == []


def test_users_are_removed_while_it_runs() -> None:
    engine = receiver()
    assert engine.user_count == len(USERS)
    engine.receive_datagram(trap(), PEER, NOW)
    assert engine.remove_user("bert") == 1
    for data in (trap(), secured(INFORM)):
        engine.receive_datagram(data, PEER, NOW)
    assert len(engine.events()) == 1
    assert dict(engine.drops) == {DropReason.UNKNOWN_USER: 2}
    alone = ReceiverEngine(users=[BERT])
    alone.remove_user("bert")
    alone.receive_datagram(trap(), PEER, NOW)
    assert dict(alone.drops) == {DropReason.UNSUPPORTED_VERSION: 1}


def test_an_inform_below_its_user_s_level_is_told_so() -> None:
    engine = receiver()
    engine.receive_datagram(secured(INFORM, BERT, SecurityLevel.NO_AUTH_NO_PRIV), PEER, NOW)
    ((answer, _),) = engine.datagrams_to_send()
    assert opened(answer).counter == str(Refusal.UNSUPPORTED_LEVEL.oid)


def test_informs_of_namesakes_are_told_apart_by_their_digests() -> None:
    engine = receiver()
    namesake = UserCredentials("bert", AuthProtocol.MD5, KeyMaterial.password("another password"))
    engine.add_user(namesake)
    for user in (BERT, namesake, BERT):
        engine.receive_datagram(secured(INFORM, user), PEER, NOW)
    assert [notification.security.level for notification in engine.events() if notification.security] == [
        BERT.level, namesake.level, BERT.level,
    ]  # fmt: skip


def test_a_sender_whose_clock_is_forgotten_may_start_again() -> None:
    engine = receiver()
    later = secured(TRAP, engine_id=SENDER, boots_and_time=(9, 900), flags=0)
    engine.receive_datagram(later, PEER, NOW)
    engine.receive_datagram(trap(), PEER, NOW)
    assert dict(engine.drops) == {DropReason.NOT_IN_TIME_WINDOW: 1}
    drop = engine.drops.find_last(DropReason.NOT_IN_TIME_WINDOW)
    assert drop is not None
    assert drop.detail.endswith("boots 3, time 50; known of this engine are boots 9, time 900")
    assert engine.forget_engine(SENDER) == 1
    engine.receive_datagram(trap(), PEER, NOW)
    assert len(engine.events()) == 2


def test_the_community_that_a_proxy_added_is_masked_in_the_clear_and_gone_from_what_was_encrypted() -> None:
    added = VarBind.of("1.3.6.1.6.3.18.1.4.0", Value.octet_string("hush-hush"))
    engine = receiver()
    for user in (AUTHENTIC, BERT):
        data = secured(pdu_octets(PduKind.TRAP_V2, *VARBINDS, added), user, engine_id=SENDER, flags=0)
        engine.receive_datagram(data, PEER, NOW)
    for notification in engine.events():
        assert b"hush" not in notification.raw + notification.varbinds
        assert notification.varbinds.endswith(b"*********")


def test_communities_are_taken_beside() -> None:
    engine = receiver()
    data = encode_message(Message(Version.V2C, b"public", Pdu(PduKind.TRAP_V2, 1, 0, 0, tuple(VARBINDS))))
    engine.receive_datagram(data, PEER, NOW)
    (notification,) = engine.events()
    assert notification.security is None


def test_without_users_version_3_is_not_supported() -> None:
    engine = ReceiverEngine()
    engine.receive_datagram(trap(), PEER, NOW)
    assert dict(engine.drops) == {DropReason.UNSUPPORTED_VERSION: 1}


def test_without_an_engine_there_are_traps_only() -> None:
    engine = ReceiverEngine(users=[BERT])
    for data in (trap(), discovery(), secured(INFORM)):
        engine.receive_datagram(data, PEER, NOW)
    assert len(engine.events()) == 1
    assert engine.datagrams_to_send() == []
    assert sum(engine.drops.values()) == 2
