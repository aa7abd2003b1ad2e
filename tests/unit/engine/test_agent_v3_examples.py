"""SNMPv3 requests to the agent: what is answered, at which level, and how much fits (RFC 3413 §3.2, RFC 3416 §4.2)."""

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
    Reply,
    discovery,
    nulls,
    opened,
    pdu_octets,
    secured,
)
from tests.unit.engine.tables import ListTable
from tests.unit.protocol.security.exchanges import credentials
from tests.unit.protocol.test_message_v3 import long_form
from trishul.datatypes import Value, VarBind
from trishul.engine.agent import AgentEngine
from trishul.engine.drops import DropReason
from trishul.engine.local_engine import LocalEngine
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import ErrorStatus, Pdu, PduKind
from trishul.protocol.security.protocols import SecurityLevel
from trishul.protocol.security.reports import Refusal
from trishul.protocol.security.users import UserCredentials

NOW = 1050.0
NAME = "1.3.6.1.2.1.1.5.0"
COLUMN = "1.3.6.1.2.1.2.2.1.2"
ROWS = [VarBind.of(f"{COLUMN}.{row}", Value.octet_string(f"port {row}")) for row in range(1, 201)]
DEVICE = ListTable([VarBind.of(NAME, Value.octet_string("switch")), *ROWS])
BRIDGE = ListTable([VarBind.of(NAME, Value.octet_string("bridge"))])
LEVELS = [(NOBODY, SecurityLevel.NO_AUTH_NO_PRIV), (AUTHENTIC, SecurityLevel.AUTH_NO_PRIV), (BERT, None)]


def agent(**options: int) -> AgentEngine:
    main = LocalEngine(ENGINE_ID, USERS, {b"": DEVICE, b"bridge": BRIDGE}, boots=3, started_at=1000.0)
    other = LocalEngine(OTHER_ENGINE_ID, USERS, {b"": BRIDGE}, boots=3, started_at=1000.0)
    engines = {ENGINE_ID: main, OTHER_ENGINE_ID: other}
    return AgentEngine({b"public": DEVICE}, engines=engines, **options)


def reply_to(
    data: bytes, user: UserCredentials = BERT, *, engine: AgentEngine | None = None, engine_id: bytes = ENGINE_ID
) -> Reply:
    engine = engine or agent()
    engine.receive_datagram(data, PEER, NOW)
    ((answer, address),) = engine.datagrams_to_send()
    assert address == PEER
    return opened(answer, user, engine_id)


@pytest.mark.parametrize(("user", "level"), LEVELS)
def test_get_is_answered_at_every_level(user: UserCredentials, level: SecurityLevel | None) -> None:
    engine = agent()
    reply = reply_to(secured(pdu_octets(PduKind.GET, *nulls(NAME, "1.3.9")), user, level), user, engine=engine)
    assert reply.level == user.level
    assert (reply.pdu.kind, reply.pdu.request_id, reply.pdu.error_status) == (PduKind.RESPONSE, REQUEST_ID, 0)
    assert [varbind.tag for varbind in reply.pdu.varbinds] == [0x04, 0x80]
    assert (engine.requests, engine.varbinds, dict(engine.drops)) == (1, 2, {})
    ((served),) = engine.events()
    assert (served.version, served.kind, served.source) == (Version.V3, PduKind.GET, PEER)


def test_getnext_and_getbulk_are_answered() -> None:
    reply = reply_to(secured(pdu_octets(PduKind.GET_NEXT, *nulls(COLUMN))))
    assert [str(varbind.oid) for varbind in reply.pdu.varbinds] == [f"{COLUMN}.1"]
    reply = reply_to(secured(pdu_octets(PduKind.GET_BULK, *nulls(COLUMN), numbers=(0, 50))))
    assert list(reply.pdu.varbinds) == ROWS[:50]


@pytest.mark.parametrize("max_size", [484, 1472, 65507])
def test_a_bulk_answer_is_as_large_as_the_asker_takes(max_size: int) -> None:
    """RFC 3412 §6.3, RFC 3414 §3.2 step 9."""
    engine = agent()
    request = secured(pdu_octets(PduKind.GET_BULK, *nulls(COLUMN), numbers=(0, 200)), max_size=max_size)
    engine.receive_datagram(request, PEER, NOW)
    ((answer, _),) = engine.datagrams_to_send()
    assert len(answer) <= max_size
    assert len(answer) > max_size - 130 or len(opened(answer).pdu.varbinds) == 200


def test_what_does_not_fit_is_too_big() -> None:
    request = secured(pdu_octets(PduKind.GET, *nulls(*[f"{COLUMN}.{row}" for row in range(1, 50)])), max_size=600)
    pdu = reply_to(request).pdu
    assert (pdu.error_status, pdu.error_index, pdu.varbinds) == (ErrorStatus.TOO_BIG, 0, ())


def test_set_is_not_writable() -> None:
    pdu = reply_to(secured(pdu_octets(PduKind.SET, VarBind.of(NAME, Value.octet_string("x"))))).pdu
    assert (pdu.error_status, pdu.error_index) == (ErrorStatus.NOT_WRITABLE, 1)


def test_contexts_are_devices_of_their_own() -> None:
    reply = reply_to(secured(pdu_octets(PduKind.GET, *nulls(NAME)), context=(ENGINE_ID, b"bridge")))
    assert str(reply.pdu.varbinds[0].value) == "bridge"
    assert reply.context == (ENGINE_ID, b"bridge")


def test_engines_are_devices_of_their_own() -> None:
    data = secured(pdu_octets(PduKind.GET, *nulls(NAME)), engine_id=OTHER_ENGINE_ID, context=(OTHER_ENGINE_ID, b""))
    assert str(reply_to(data, engine_id=OTHER_ENGINE_ID).pdu.varbinds[0].value) == "bridge"


def test_an_empty_context_engine_id_means_the_engine_itself() -> None:
    """Some managers leave it out."""
    assert reply_to(secured(pdu_octets(PduKind.GET, *nulls(NAME)), context=(b"", b""))).pdu.error_status == 0


@pytest.mark.parametrize(
    ("context", "refusal"),
    [((ENGINE_ID, b"nowhere"), Refusal.UNKNOWN_CONTEXT), ((b"another", b""), Refusal.UNKNOWN_PDU_HANDLER)],
)
@pytest.mark.parametrize(("user", "level"), LEVELS)
def test_unknown_contexts_are_reported_at_the_level_of_the_request(
    context: tuple[bytes, bytes], refusal: Refusal, user: UserCredentials, level: SecurityLevel | None
) -> None:
    """RFC 3413 §3.2, RFC 3412 §4.2.2.1."""
    engine = agent()
    data = secured(pdu_octets(PduKind.GET, *nulls(NAME)), user, level, context=context)
    reply = reply_to(data, user, engine=engine)
    assert (reply.counter, reply.level, reply.pdu.request_id) == (str(refusal.oid), user.level, REQUEST_ID)
    assert dict(engine.drops) == {DropReason[refusal.name]: 1}
    assert engine.requests == 0


def test_who_can_authenticate_and_does_not_sees_nothing() -> None:
    data = secured(pdu_octets(PduKind.GET, *nulls(NAME)), BERT, SecurityLevel.NO_AUTH_NO_PRIV)
    pdu = reply_to(data).pdu
    assert pdu.error_status == ErrorStatus.AUTHORIZATION_ERROR
    assert [varbind.tag for varbind in pdu.varbinds] == [0x05]


def test_discovery_and_strangers_are_reported_and_only_strangers_are_drops() -> None:
    engine = agent()
    assert reply_to(discovery(), engine=engine).counter == str(Refusal.UNKNOWN_ENGINE.oid)
    assert dict(engine.drops) == {}
    stranger = secured(pdu_octets(PduKind.GET), credentials("stranger"))
    assert reply_to(stranger, engine=engine).counter == str(Refusal.UNKNOWN_USER.oid)
    assert dict(engine.drops) == {DropReason.UNKNOWN_USER: 1}


def test_messages_in_long_form_are_answered() -> None:
    data = long_form(secured(pdu_octets(PduKind.GET, *nulls(NAME)), NOBODY))
    assert str(reply_to(data, NOBODY).pdu.varbinds[0].value) == "switch"


@pytest.mark.parametrize("kind", [PduKind.TRAP_V2, PduKind.RESPONSE, PduKind.REPORT, PduKind.INFORM])
def test_other_pdus_have_no_handler(kind: PduKind) -> None:
    engine = agent()
    engine.receive_datagram(secured(pdu_octets(kind)), PEER, NOW)
    sent = engine.datagrams_to_send()
    assert dict(engine.drops) == {DropReason.UNKNOWN_PDU_HANDLER: 1}
    assert len(sent) == (kind is PduKind.INFORM)


def test_octets_without_sense_are_named() -> None:
    engine = agent()
    engine.receive_datagram(discovery()[:-1], PEER, NOW)
    engine.receive_datagram(discovery().replace(b"\x04\x01\x04\x02\x01\x03", b"\x04\x01\x04\x02\x01\x02", 1), PEER, NOW)
    engine.receive_datagram(secured(b"\xa0\x03\x02\x01\x01", AUTHENTIC), PEER, NOW)
    assert engine.datagrams_to_send() == []
    assert dict(engine.drops) == {DropReason.MALFORMED: 2, DropReason.UNKNOWN_SECURITY_MODEL: 1}


def test_communities_are_answered_beside() -> None:
    engine = agent()
    request = Pdu(PduKind.GET, 1, 0, 0, nulls(NAME))
    engine.receive_datagram(encode_message(Message(Version.V2C, b"public", request)), PEER, NOW)
    assert engine.requests == 1


def test_without_engines_version_3_is_not_supported() -> None:
    engine = AgentEngine({b"public": DEVICE})
    engine.receive_datagram(discovery(), PEER, NOW)
    assert dict(engine.drops) == {DropReason.UNSUPPORTED_VERSION: 1}
