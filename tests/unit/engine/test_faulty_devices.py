"""A faulty device beside a healthy one: silence, refusal, delay, copies, strays, and SNMPv3."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.engine import secured as v3
from tests.unit.engine.tables import ListTable
from trishul.datatypes import Value, VarBind
from trishul.engine.agent import AgentEngine
from trishul.engine.drops import DropReason
from trishul.engine.faults import AgentFaults, Fault, FaultKind
from trishul.engine.local_engine import LocalEngine
from trishul.protocol.message import Message, Version, decode_message, encode_message
from trishul.protocol.message_v3 import read_message_v3
from trishul.protocol.pdu import ErrorStatus, Pdu, PduKind

PEER = ("192.0.2.9", 40000)
NAME = "1.3.6.1.2.1.1.5.0"


def device() -> ListTable:
    return ListTable([VarBind.of(NAME, Value.octet_string("switch"))])


def served(*faults: Fault) -> AgentEngine:
    """An agent with a faulty device under `faulty` and a healthy one under `healthy`."""
    sick = device()
    engine = AgentEngine({b"faulty": sick, b"healthy": device()})
    engine.faulty.devices[sick] = AgentFaults(faults, since=0.0)
    return engine


def ask(engine: AgentEngine, community: bytes, request_id: int, now: float = 0.0) -> list[int]:
    """Asks, and gives the request-ids of what is sent at once."""
    pdu = Pdu(PduKind.GET, request_id, 0, 0, (VarBind.of(NAME, Value.null()),))
    engine.receive_datagram(encode_message(Message(Version.V2C, community, pdu)), PEER, now)
    return sent(engine)


def sent(engine: AgentEngine) -> list[int]:
    return [pdu_of(data).request_id for data, _ in engine.datagrams_to_send()]


def pdu_of(data: bytes) -> Pdu:
    pdu = decode_message(data)[0].pdu
    assert isinstance(pdu, Pdu)
    return pdu


def test_a_delayed_answer_waits_while_a_healthy_neighbour_is_answered_at_once() -> None:
    engine = served(Fault(kind=FaultKind.DELAY, delay_s=2.0))
    assert ask(engine, b"faulty", 1, now=10.0) == []
    for number in range(2, 50):
        assert ask(engine, b"healthy", number, now=10.0 + number / 100) == [number]
    assert engine.next_deadline() == 12.0
    engine.handle_timeout(11.9)
    assert sent(engine) == []
    engine.handle_timeout(12.0)
    assert sent(engine) == [1]
    assert engine.next_deadline() is None


def test_a_jitter_lies_around_the_delay_and_is_that_of_the_seed() -> None:
    deadlines = []
    for _ in range(2):
        engine = served(Fault(kind=FaultKind.DELAY, delay_s=1.0, jitter_s=0.5))
        found = []
        for number in range(20):
            ask(engine, b"faulty", number)
            found.append(engine.next_deadline() or 0.0)
            engine.handle_timeout(10.0)
        deadlines.append(found)
    assert deadlines[0] == deadlines[1]
    assert 0.5 <= min(deadlines[0]) <= max(deadlines[0]) <= 1.5
    assert len(set(deadlines[0])) > 5


def test_every_other_answer_is_overtaken_by_the_next() -> None:
    engine = served(Fault(kind=FaultKind.REORDER, every=2, hold_s=0.5))
    assert [ask(engine, b"faulty", number) for number in (1, 2, 3)] == [[1], [], [3]]
    engine.handle_timeout(0.5)
    assert sent(engine) == [2]


def test_copies_are_sent_besides_the_answer_and_lost_answers_are_not() -> None:
    assert ask(served(Fault(kind=FaultKind.DUPLICATE, copies=2)), b"faulty", 7) == [7, 7, 7]
    engine = served(Fault(kind=FaultKind.LOSS, every=2))
    assert [ask(engine, b"faulty", number) for number in (1, 2, 3)] == [[1], [], [3]]
    assert engine.requests == 3


def test_silence_begins_after_so_many_requests_and_says_that_it_is_on_purpose() -> None:
    engine = served(Fault(kind=FaultKind.SILENCE, skip=2))
    assert [ask(engine, b"faulty", number) for number in (1, 2, 3, 4)] == [[1], [2], [], []]
    assert engine.drops == {DropReason.WITHHELD: 2}
    assert engine.requests == 2


def test_a_refused_request_gets_the_status_and_its_bindings_back() -> None:
    engine = served(Fault(kind=FaultKind.ERROR_STATUS, status=ErrorStatus.RESOURCE_UNAVAILABLE, index=1))
    pdu = Pdu(PduKind.GET, 1, 0, 0, (VarBind.of(NAME, Value.null()),))
    engine.receive_datagram(encode_message(Message(Version.V2C, b"faulty", pdu)), PEER, 0.0)
    ((data, _),) = engine.datagrams_to_send()
    answer = pdu_of(data)
    assert (answer.error_status, answer.error_index, answer.varbinds) == (13, 1, pdu.varbinds)
    assert engine.errors[ErrorStatus.RESOURCE_UNAVAILABLE] == 1


def test_an_answer_from_another_port_is_a_stray_also_when_it_is_delayed() -> None:
    engine = served(Fault(kind=FaultKind.OTHER_PORT))
    assert ask(engine, b"faulty", 1) == []
    ((_, address),) = engine.faulty.strays
    assert address == PEER
    engine = served(Fault(kind=FaultKind.OTHER_PORT), Fault(kind=FaultKind.DELAY, delay_s=1.0))
    ask(engine, b"faulty", 1)
    assert engine.faulty.strays == []
    engine.handle_timeout(1.0)
    assert (sent(engine), len(engine.faulty.strays)) == ([], 1)


def test_more_delayed_answers_than_may_wait_are_counted_drops() -> None:
    engine = served(Fault(kind=FaultKind.DUPLICATE, copies=10_000), Fault(kind=FaultKind.DELAY))
    ask(engine, b"faulty", 1)
    assert engine.drops == {DropReason.TOO_MANY_DELAYED: 1}


def ask_v3(fault: Fault) -> bytes:
    sick = device()
    engine = LocalEngine(v3.ENGINE_ID, v3.USERS, {b"": sick}, boots=3, started_at=0.0)
    agent = AgentEngine({}, engines={v3.ENGINE_ID: engine})
    agent.faulty.devices[sick] = AgentFaults([fault], since=0.0)
    agent.receive_datagram(v3.secured(v3.pdu_octets(PduKind.GET, *v3.nulls(NAME))), PEER, 50.0)
    ((data, _),) = agent.datagrams_to_send()
    return data


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"kind": FaultKind.BOOTS_BACK}, (v3.ENGINE_ID, 2, 50)),
        ({"kind": FaultKind.BOOTS_BACK, "boots_offset": -9}, (v3.ENGINE_ID, 0, 50)),
        ({"kind": FaultKind.TIME_OFF}, (v3.ENGINE_ID, 3, 3650)),
        ({"kind": FaultKind.OTHER_ENGINE, "engine_id": v3.OTHER_ENGINE_ID}, (v3.OTHER_ENGINE_ID, 3, 50)),
    ],
)
def test_snmpv3_answers_tell_another_clock_or_engine(fault: dict[str, Any], expected: tuple[bytes, int, int]) -> None:
    message = read_message_v3(ask_v3(Fault(**fault)))
    assert (message.engine_id, message.engine_boots, message.engine_time) == expected


def test_a_wrong_digest_is_wrong_and_pdu_faults_are_inside_an_authentic_message() -> None:
    user = v3.BERT.localized(v3.ENGINE_ID)
    assert user.authenticator is not None
    for kind, is_authentic in ((FaultKind.WRONG_DIGEST, False), (FaultKind.EMPTY, True)):
        data = ask_v3(Fault(kind=kind))
        message = read_message_v3(data)
        assert user.authenticator.is_authentic(data, message.mac_at, message.mac_end, message.end) is is_authentic
    assert v3.opened(data).pdu.varbinds == ()


def test_faults_of_snmpv3_do_not_meet_other_versions() -> None:
    engine = served(Fault(kind=FaultKind.WRONG_DIGEST))
    assert ask(engine, b"faulty", 1) == [1]
    (faults,) = engine.faulty.devices.values()
    assert faults.hits == [0]
