"""What the agent answers to who sees a part of a device only (RFC 3413 §3.2, RFC 3416 §4.2, RFC 3584 §4.4)."""

from __future__ import annotations

import pytest

from tests.unit.engine.secured import BERT, ENGINE_ID, NOBODY, PEER, USERS, nulls, opened, pdu_octets, secured
from tests.unit.engine.tables import ListTable
from trishul.datatypes import Value, VarBind
from trishul.engine.access import AccessControl, AccessEntry, AccessTables, CommunityName, GroupMember, SecurityModel
from trishul.engine.admission import Admission
from trishul.engine.agent import AgentEngine
from trishul.engine.agent_figures import snmp_group
from trishul.engine.drops import DropReason
from trishul.engine.local_engine import LocalEngine
from trishul.engine.views import ViewFamily
from trishul.protocol.message import Message, Version, decode_message, encode_message
from trishul.protocol.pdu import ErrorStatus, Pdu, PduKind

NOW = 1050.0
NAME, DESCR, COLUMN = "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.2.2.1.2"
DEVICE = ListTable(
    [
        VarBind.of(DESCR, Value.octet_string("hidden")),
        VarBind.of(NAME, Value.octet_string("switch")),
        *(VarBind.of(f"{COLUMN}.{row}", Value.octet_string(f"port {row}")) for row in range(1, 10)),
    ]
)
TABLES = AccessTables(
    communities=(CommunityName(b"public", b"guest"), CommunityName(b"blind", b"stranger")),
    members=(
        *(GroupMember(model, b"guest", "guests") for model in (SecurityModel.V1, SecurityModel.V2C)),
        GroupMember(SecurityModel.USM, b"bert", "guests"),
    ),
    entries=(AccessEntry("guests", b"", SecurityModel.ANY, 0, ("some", "name", "")),),
    families=(
        ViewFamily.of("some", "1.3.6.1.2.1.1.5"),
        ViewFamily.of("some", "1.3.6.1.2.1.2.2.1.0.2", bytes.fromhex("ffa0")),
        ViewFamily.of("some", "1.3.6.1.2.1.2.2.1.0.7", bytes.fromhex("ffa0")),
        ViewFamily.of("name", "1.3.6.1.2.1.1.5"),
    ),
)


def agent() -> AgentEngine:
    engine = LocalEngine(ENGINE_ID, USERS, {b"": DEVICE}, boots=3, started_at=1000.0)
    made = AgentEngine({b"public": DEVICE, b"blind": DEVICE, b"unnamed": DEVICE}, engines={ENGINE_ID: engine})
    made.admission = Admission(AccessControl(TABLES), default_communities=[b"public"])
    return made


def ask(
    kind: PduKind,
    *varbinds: VarBind,
    version: Version = Version.V2C,
    numbers: tuple[int, int] = (0, 0),
    community: bytes = b"public",
) -> Pdu:
    engine = agent()
    engine.receive_datagram(encode_message(Message(version, community, Pdu(kind, 1, *numbers, varbinds))), PEER, NOW)
    ((data, _),) = engine.datagrams_to_send()
    pdu = decode_message(data)[0].pdu
    assert isinstance(pdu, Pdu)
    return pdu


def oids(pdu: Pdu) -> list[str]:
    return [str(varbind.oid) for varbind in pdu.varbinds]


def test_get_finds_no_such_instance_or_object_outside_the_view() -> None:
    pdu = ask(PduKind.GET, *nulls(NAME, DESCR, f"{COLUMN}.2", f"{COLUMN}.3"))
    assert [varbind.tag for varbind in pdu.varbinds] == [0x04, 0x80, 0x04, 0x81]


def test_v1_get_has_no_such_name_outside_the_view() -> None:
    pdu = ask(PduKind.GET, *nulls(NAME, f"{COLUMN}.3"), version=Version.V1)
    assert (pdu.error_status, pdu.error_index) == (ErrorStatus.NO_SUCH_NAME, 2)


@pytest.mark.parametrize("version", [Version.V1, Version.V2C])
def test_getnext_steps_over_what_is_not_visible(version: Version) -> None:
    pdu = ask(PduKind.GET_NEXT, *nulls("1.3", DESCR, NAME, f"{COLUMN}.2", f"{COLUMN}.3"), version=version)
    assert oids(pdu) == [NAME, NAME, f"{COLUMN}.2", f"{COLUMN}.7", f"{COLUMN}.7"]


def test_getbulk_ends_where_the_view_ends() -> None:
    pdu = ask(PduKind.GET_BULK, *nulls("1.3"), numbers=(0, 20))
    assert oids(pdu) == [NAME, f"{COLUMN}.2", f"{COLUMN}.7", f"{COLUMN}.7"]
    assert pdu.varbinds[-1].tag == 0x82


def test_set_outside_the_write_view_has_no_access_before_anything_else_is_asked() -> None:
    pdu = ask(PduKind.SET, VarBind.of(f"{COLUMN}.2", Value.octet_string("x")))
    assert (pdu.error_status, pdu.error_index) == (ErrorStatus.NO_ACCESS, 1)
    pdu = ask(PduKind.SET, VarBind.of(f"{COLUMN}.2", Value.octet_string("x")), version=Version.V1)
    assert (pdu.error_status, pdu.error_index) == (ErrorStatus.NO_SUCH_NAME, 1)


def test_who_has_no_view_is_refused_as_a_whole() -> None:
    pdu = ask(PduKind.GET, *nulls(NAME), community=b"blind")
    assert (pdu.error_status, pdu.error_index) == (ErrorStatus.AUTHORIZATION_ERROR, 0)
    assert oids(pdu) == [NAME]
    pdu = ask(PduKind.GET, *nulls(NAME), community=b"blind", version=Version.V1)
    assert (pdu.error_status, pdu.error_index) == (ErrorStatus.NO_SUCH_NAME, 0)


def test_a_community_without_a_security_name_gets_silence() -> None:
    engine = agent()
    pdu = Pdu(PduKind.GET, 1, 0, 0, nulls(NAME))
    engine.receive_datagram(encode_message(Message(Version.V2C, b"unnamed", pdu)), PEER, NOW)
    assert engine.datagrams_to_send() == []
    assert engine.drops == {DropReason.VIEW_REFUSED: 1}
    assert snmp_group(engine)[4] == 1, "snmpInBadCommunityNames"


def test_what_is_no_request_is_not_refused_but_dropped() -> None:
    engine = agent()
    pdu = Pdu(PduKind.RESPONSE, 1, 0, 0, nulls(NAME))
    engine.receive_datagram(encode_message(Message(Version.V2C, b"blind", pdu)), PEER, NOW)
    assert engine.datagrams_to_send() == []
    assert engine.drops[DropReason.UNEXPECTED_PDU] == 1


def test_a_user_sees_the_view_of_his_group() -> None:
    engine = agent()
    engine.receive_datagram(secured(pdu_octets(PduKind.GET_NEXT, *nulls("1.3", NAME)), BERT), PEER, NOW)
    ((data, _),) = engine.datagrams_to_send()
    assert oids(opened(data, BERT, ENGINE_ID).pdu) == [NAME, f"{COLUMN}.2"]


def test_a_user_without_a_group_is_refused_at_his_level() -> None:
    engine = agent()
    engine.receive_datagram(secured(pdu_octets(PduKind.GET, *nulls(NAME)), NOBODY), PEER, NOW)
    ((data, _),) = engine.datagrams_to_send()
    assert opened(data, NOBODY, ENGINE_ID).pdu.error_status == ErrorStatus.AUTHORIZATION_ERROR


def test_what_a_refused_request_was_about_is_still_told_to_the_log() -> None:
    engine = agent()
    pdu = Pdu(PduKind.GET, 1, 0, 0, nulls(NAME))
    engine.receive_datagram(encode_message(Message(Version.V2C, b"blind", pdu)), PEER, NOW)
    ((served),) = engine.events()
    assert (served.errors, served.instances) == (1, DEVICE)
