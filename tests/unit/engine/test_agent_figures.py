"""The snmp group as the agent has counted it (RFC 3418)."""

from __future__ import annotations

from tests.unit.engine.secured import BERT, ENGINE_ID, NOBODY, PEER, USERS, discovery, nulls, pdu_octets, secured
from tests.unit.engine.tables import ListTable
from trishul.datatypes import Value, VarBind
from trishul.engine.agent import AgentEngine
from trishul.engine.agent_figures import GROUP_COLUMNS, UNKNOWN_SECURITY_MODELS, snmp_group
from trishul.engine.local_engine import LocalEngine
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.protocol.security.protocols import SecurityLevel

NAME = "1.3.6.1.2.1.1.5.0"
NOW = 1050.0


def agent() -> AgentEngine:
    device = ListTable([VarBind.of(NAME, Value.octet_string("switch"))])
    engine = LocalEngine(ENGINE_ID, USERS, {b"": device}, boots=3, started_at=1000.0)
    return AgentEngine({b"public": device}, engines={ENGINE_ID: engine})


def datagram(kind: PduKind, *oids: str, community: bytes = b"public", version: Version = Version.V2C) -> bytes:
    return encode_message(Message(version, community, Pdu(kind, 1, 0, 5, nulls(*oids))))


def test_requests_and_what_they_were_served_count_by_kind() -> None:
    engine = agent()
    for data in (datagram(PduKind.GET, NAME, NAME), datagram(PduKind.GET_NEXT, "1.3"), datagram(PduKind.SET, NAME)):
        engine.receive_datagram(data, PEER, NOW)
    before = snmp_group(engine)
    engine.events()
    engine.receive_datagram(datagram(PduKind.GET, NAME), PEER, NOW)
    after = snmp_group(engine)
    assert [before[column] for column in (15, 16, 17, 13, 14, 28)] == [1, 1, 1, 3, 0, 3]
    assert [after[column] for column in (15, 16, 17, 13, 14, 28)] == [2, 1, 1, 4, 0, 4]


def test_a_message_in_work_has_come_in_but_not_gone_out() -> None:
    engine = agent()
    assert (snmp_group(engine)[1], snmp_group(engine)[2]) == (1, 0)
    engine.receive_datagram(datagram(PduKind.GET, NAME), PEER, NOW)
    assert (snmp_group(engine)[1], snmp_group(engine)[2]) == (2, 1)


def test_every_fault_has_its_counter_and_every_message_is_one_that_came_in() -> None:
    engine = agent()
    faults = {
        4: datagram(PduKind.GET, NAME, community=b"guess"),
        6: b"\x30\x03\x02",
        3: datagram(PduKind.GET, NAME).replace(b"\x02\x01\x01", b"\x02\x01\x07", 1),
        21: datagram(PduKind.GET, "1.3.9.9", version=Version.V1),
    }
    for data in faults.values():
        engine.receive_datagram(data, PEER, NOW)
    figures = snmp_group(engine)
    assert [figures[column] for column in faults] == [1, 1, 1, 1]
    assert figures[1] == len(faults) + 1


def test_questions_and_reports_are_messages_too() -> None:
    engine = agent()
    engine.receive_datagram(discovery(), PEER, NOW)
    engine.receive_datagram(
        secured(pdu_octets(PduKind.GET, *nulls(NAME)), NOBODY, SecurityLevel.NO_AUTH_NO_PRIV), PEER, NOW
    )
    engine.receive_datagram(secured(pdu_octets(PduKind.GET, *nulls(NAME)), BERT), PEER, NOW)
    figures = snmp_group(engine)
    assert (figures[1], figures[2]) == (4, 3)


def test_another_security_model_is_counted_though_no_engine_is_known() -> None:
    engine = agent()
    data = secured(pdu_octets(PduKind.GET, *nulls(NAME)), NOBODY)
    engine.receive_datagram(data.replace(b"\x02\x01\x03\x04", b"\x02\x01\x07\x04", 1), PEER, NOW)
    assert snmp_group(engine)[UNKNOWN_SECURITY_MODELS] == 1


def test_the_group_has_the_columns_of_its_mib() -> None:
    assert len(GROUP_COLUMNS) == 29
