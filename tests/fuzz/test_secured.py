"""SNMPv3 under abuse: each datagram is answered, kept or counted, nothing raises, and nothing forged is believed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from tests.fuzz.mutations import cuts, mutations, single_bit_flips
from tests.unit.engine.secured import (
    AUTHENTIC,
    BERT,
    ENGINE_ID,
    NOBODY,
    OTHER_ENGINE_ID,
    USERS,
    discovery,
    nulls,
    pdu_octets,
    secured,
)
from tests.unit.engine.tables import ListTable
from tests.unit.protocol.security.exchanges import DISCOVERY_REPORT, EXCHANGES, Exchange
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.agent import AgentEngine
from trishul.engine.local_engine import LocalEngine
from trishul.engine.manager import ManagerEngine
from trishul.engine.peers import Peer
from trishul.engine.receiver import ReceiverEngine
from trishul.engine.remote_engine import RemoteEngine
from trishul.engine.trap_form import heading
from trishul.errors import TrishulError
from trishul.protocol.anatomy import dissect
from trishul.protocol.message import Version
from trishul.protocol.message_v3 import read_message_v3
from trishul.protocol.pdu import PduKind

_COUNT = 20_000
_PEER = ("127.0.0.1", 50_000)
_AGENT = ("127.0.0.1", 161)
_NOW = 1050.0
_NAME = "1.3.6.1.2.1.1.5.0"
_TRAP = heading(Oid("1.3.6.1.6.3.1.1.5.3"), 42)

REQUESTS = [
    discovery(),
    *(secured(pdu_octets(PduKind.GET, *nulls(_NAME)), user) for user in USERS),
    secured(pdu_octets(PduKind.GET_BULK, *nulls(_NAME, "1.3"), numbers=(1, 20)), NOBODY),
    secured(pdu_octets(PduKind.SET, VarBind.of(_NAME, Value.octet_string("x"))), NOBODY),
    secured(pdu_octets(PduKind.GET, *nulls(_NAME)), boots_and_time=(0, 0)),
]
NOTIFICATIONS = [
    *(secured(pdu_octets(PduKind.TRAP_V2, *_TRAP), user, engine_id=OTHER_ENGINE_ID, flags=0) for user in USERS),
    *(secured(pdu_octets(PduKind.INFORM, *_TRAP), user) for user in USERS),
    discovery(),
]
ANSWERS = [DISCOVERY_REPORT, *(exchange.response for exchange in EXCHANGES)]


def engine() -> LocalEngine:
    table = ListTable([VarBind.of(_NAME, Value.octet_string("switch"))])
    return LocalEngine(ENGINE_ID, USERS, {b"": table}, boots=3, started_at=1000.0)


def abuse(receive: Callable[[bytes], None], datagrams: Iterable[bytes]) -> None:
    for data in datagrams:
        try:
            receive(data)
        except AssertionError:
            raise
        except Exception as error:  # an engine raises nothing, whatever arrives; the datagram is what one needs to know
            raise AssertionError(f"{type(error).__name__}: {error} from {data.hex()}") from error


def strange(seeds: list[bytes], seed: int) -> Iterable[bytes]:
    """Mutations, every cut and every flipped bit."""
    yield from mutations(seeds, _COUNT, seed=seed)
    for data in seeds:
        yield from cuts(data)
        yield from single_bit_flips(data)


def is_authentic_copy(data: bytes, originals: list[bytes]) -> bool:
    """True for an original with octets behind it, which the digest does not cover."""
    return any(data.startswith(original) for original in originals)


def test_the_agent_answers_or_counts_and_believes_no_forgery() -> None:
    agent = AgentEngine({}, engines={ENGINE_ID: engine()})

    def receive(data: bytes) -> None:
        before = sum(agent.drops.values()) + agent.requests
        agent.receive_datagram(data, _PEER, _NOW)
        sent = agent.datagrams_to_send()
        assert len(sent) <= 1
        counted = sum(agent.drops.values()) + agent.requests - before
        assert counted == 1 or (counted == 0 and sent), "neither counted nor answered"
        for event in agent.events():
            authentic = read_message_v3(data).flags & 1
            assert event.version is Version.V3
            assert not authentic or is_authentic_copy(data, REQUESTS), f"believed {data.hex()}"

    abuse(receive, strange(REQUESTS, 31))
    assert agent.requests > 100


def test_the_receiver_keeps_or_counts_and_believes_no_forgery() -> None:
    receiver = ReceiverEngine(frozenset(), users=[NOBODY, AUTHENTIC, BERT], engine=engine())

    def receive(data: bytes) -> None:
        before = sum(receiver.drops.values())
        receiver.receive_datagram(data, _PEER, _NOW)
        sent = receiver.datagrams_to_send()
        assert len(sent) <= 1
        notifications = receiver.events()
        counted = sum(receiver.drops.values()) - before
        assert counted + len(notifications) == 1 or (counted == 0 and sent), "neither counted, kept nor answered"
        for notification in notifications:
            assert notification.security is not None
            dissect(notification.raw)
            authentic = notification.security.level
            assert not authentic or is_authentic_copy(data, NOTIFICATIONS), f"believed {data.hex()}"

    abuse(receive, strange(NOTIFICATIONS, 32))
    assert receiver.received > 100


@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda exchange: exchange.user)
def test_the_manager_takes_nothing_but_the_answer(exchange: Exchange) -> None:
    """The answers are real, but to other requests."""
    peer = Peer(_AGENT, Version.V3, remote=RemoteEngine(exchange.credentials, engine_id=ENGINE_ID))
    manager = ManagerEngine(first_request_id=0)
    manager.get(peer, [Oid(_NAME).contents], _NOW)

    def receive(data: bytes) -> None:
        manager.receive_datagram(data, _AGENT, _NOW)
        manager.datagrams_to_send()
        for _, outcome in manager.events():
            assert isinstance(outcome, TrishulError), f"believed {data.hex()}"

    abuse(receive, mutations(ANSWERS, _COUNT // 10, seed=33))
