"""SNMPv3 requests that wait: discovery, resynchronisation, refusals and forgeries, with our agent and without."""

from __future__ import annotations

import pytest

from tests.unit.engine.secured import (
    AUTHENTIC,
    BERT,
    ENGINE_ID,
    NOBODY,
    OTHER_ENGINE_ID,
    USERS,
    opened,
    pdu_octets,
    secured,
)
from tests.unit.engine.tables import ListTable
from tests.unit.protocol.security.exchanges import credentials
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.agent import AgentEngine
from trishul.engine.drops import DropReason
from trishul.engine.local_engine import LocalEngine
from trishul.engine.manager import ManagerEngine
from trishul.engine.outstanding import MAX_REPORTS_HEEDED, Outcome
from trishul.engine.peers import Peer
from trishul.engine.remote_engine import RemoteEngine
from trishul.engine.responses import Response
from trishul.errors import InvalidInput, RequestTimedOut, SecurityRefused
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.message_v3 import is_v3, read_message_v3
from trishul.protocol.pdu import Pdu, PduKind
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
from trishul.protocol.security.reports import Refusal, encode_report
from trishul.protocol.security.time_window import LocalClock
from trishul.protocol.security.users import UserCredentials

AGENT = ("192.0.2.1", 161)
OURS = ("192.0.2.50", 50000)
NAME = Oid("1.3.6.1.2.1.1.5.0").contents
DEVICE = ListTable([VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("switch"))])
NOW = 2000.0


def peer_of(user: UserCredentials = BERT, *, retries: int = 2, **settings: object) -> Peer:
    remote = RemoteEngine(user, **settings)  # type: ignore[arg-type]  # one dict for all settings
    return Peer(AGENT, Version.V3, retries=retries, name="switch", remote=remote)


class World:
    """A manager and an agent, and a count of the datagrams between them."""

    def __init__(self, *, boots: int = 3) -> None:
        self.manager = ManagerEngine(first_request_id=99)
        self.local = LocalEngine(ENGINE_ID, USERS, {b"": DEVICE}, boots=boots, started_at=NOW - 50)
        self.agent = AgentEngine({}, engines={ENGINE_ID: self.local})
        self.datagrams = 0

    def carry(self, now: float = NOW) -> list[tuple[int, Outcome]]:
        """Lets both talk until nobody has anything to say."""
        while sent := self.manager.datagrams_to_send():
            for data, _ in sent:
                self.datagrams += 1
                self.agent.receive_datagram(data, OURS, now)
            for data, _ in self.agent.datagrams_to_send():
                self.datagrams += 1
                self.manager.receive_datagram(data, AGENT, now)
        return self.manager.events()

    def get(self, peer: Peer, now: float = NOW) -> Outcome:
        """The outcome of one request for the name."""
        request_id = self.manager.get(peer, [NAME], now)
        ((number, outcome),) = self.carry(now)
        assert number == request_id
        return outcome


def answered(outcome: Outcome) -> str:
    assert isinstance(outcome, Response), outcome
    return str(outcome.varbinds[0].value)


@pytest.mark.parametrize("user", [NOBODY, AUTHENTIC, BERT])
def test_discovery_costs_one_round_trip_and_happens_once(user: UserCredentials) -> None:
    world, peer = World(), peer_of(user)
    assert answered(world.get(peer)) == "switch"
    assert world.datagrams == 4
    assert answered(world.get(peer, NOW + 1000)) == "switch"
    assert world.datagrams == 6
    assert dict(world.manager.drops) == {}


def test_an_engine_id_that_is_known_saves_nothing_but_asks_for_no_id() -> None:
    """RFC 3414 §4: the clock is asked for instead, and told authentically."""
    world, peer = World(), peer_of(engine_id=ENGINE_ID)
    assert answered(world.get(peer)) == "switch"
    assert world.datagrams == 4
    assert world.local.statistics[Refusal.UNKNOWN_ENGINE] == 0
    assert world.local.statistics[Refusal.NOT_IN_TIME_WINDOW] == 1


def test_a_restarted_engine_is_followed() -> None:
    world, peer = World(), peer_of()
    assert answered(world.get(peer)) == "switch"
    world.local.clock = LocalClock(4, NOW + 9)
    assert answered(world.get(peer, NOW + 10)) == "switch"
    assert world.datagrams == 8


def test_a_clock_that_jumped_ahead_is_followed() -> None:
    world, peer = World(), peer_of()
    assert answered(world.get(peer)) == "switch"
    world.local.clock = LocalClock(3, NOW - 100_000)
    assert answered(world.get(peer, NOW + 10)) == "switch"


def test_a_restart_that_was_not_counted_is_a_replay_until_the_engine_was_silent_once() -> None:
    """RFC 3414 §3.2 step 7b: fewer boots than known are not believed; so a device that lost its boots falls silent."""
    world, peer = World(boots=9), peer_of(retries=0)
    assert answered(world.get(peer)) == "switch"
    world.local.clock = LocalClock(1, NOW)
    world.manager.get(peer, [NAME], NOW + 10)
    assert world.carry(NOW + 10) == []
    assert dict(world.manager.drops) == {DropReason.NOT_IN_TIME_WINDOW: 1}
    world.manager.handle_timeout(NOW + 20)
    ((_, outcome),) = world.manager.events()
    assert isinstance(outcome, RequestTimedOut)
    assert answered(world.get(peer, NOW + 30)) == "switch"


@pytest.mark.parametrize(
    ("user", "settings", "refusal"),
    [
        (credentials("stranger"), {}, Refusal.UNKNOWN_USER),
        (credentials("bert", AuthProtocol.SHA512), {}, Refusal.WRONG_DIGEST),
        (credentials("nobody", AuthProtocol.MD5), {}, Refusal.UNSUPPORTED_LEVEL),
        (credentials("bert", AuthProtocol.SHA256, PrivProtocol.AES256), {}, Refusal.DECRYPTION_FAILED),
        (BERT, {"context_name": b"nowhere"}, Refusal.UNKNOWN_CONTEXT),
        (BERT, {"context_engine_id": OTHER_ENGINE_ID}, Refusal.UNKNOWN_PDU_HANDLER),
    ],
)
def test_a_refusal_is_told_in_words(user: UserCredentials, settings: dict[str, bytes], refusal: Refusal) -> None:
    outcome = World().get(peer_of(user, **settings))
    assert isinstance(outcome, SecurityRefused)
    assert (outcome.target, outcome.reason) == ("switch", refusal.counter)
    assert refusal.explanation in str(outcome)


class TestByHand:
    """Answers as an attacker, or a strange device, might send them."""

    @pytest.fixture
    def manager(self) -> ManagerEngine:
        return ManagerEngine(first_request_id=99)

    def ask(self, manager: ManagerEngine, peer: Peer) -> int:
        request_id = manager.get(peer, [NAME], NOW)
        assert len(manager.datagrams_to_send()) == 1
        return request_id

    def report(self, refusal: Refusal, msg_id: int, engine_id: bytes = ENGINE_ID) -> bytes:
        data = secured(encode_report(refusal, 1, msg_id), NOBODY, engine_id=engine_id, flags=0)
        old, new = b"\x02\x01\x4d", b"\x02\x04" + msg_id.to_bytes(4, "big")
        assert data.count(old) == 1
        data = data.replace(old, new, 1)
        header_at = data.index(b"\x30", 4)
        return (
            bytes((0x30, data[1] + 3))
            + data[2 : header_at + 1]
            + bytes((data[header_at + 1] + 3,))
            + data[header_at + 2 :]
        )

    def test_reports_are_heeded_a_few_times_only(self, manager: ManagerEngine) -> None:
        request_id = self.ask(manager, peer_of())
        for turn in range(MAX_REPORTS_HEEDED + 1):
            engine_id = (ENGINE_ID, OTHER_ENGINE_ID)[turn % 2]
            manager.receive_datagram(self.report(Refusal.UNKNOWN_ENGINE, request_id, engine_id), AGENT, NOW)
        assert len(manager.datagrams_to_send()) == MAX_REPORTS_HEEDED
        ((_, outcome),) = manager.events()
        assert isinstance(outcome, SecurityRefused)

    def test_a_report_gives_the_next_message_its_whole_time(self, manager: ManagerEngine) -> None:
        request_id = self.ask(manager, peer_of())
        manager.receive_datagram(self.report(Refusal.UNKNOWN_ENGINE, request_id), AGENT, NOW + 0.9)
        assert manager.next_deadline() == NOW + 1.9

    def test_a_report_from_elsewhere_is_dropped(self, manager: ManagerEngine) -> None:
        request_id = self.ask(manager, peer_of())
        manager.receive_datagram(self.report(Refusal.UNKNOWN_ENGINE, request_id), ("192.0.2.66", 161), NOW)
        manager.receive_datagram(self.report(Refusal.UNKNOWN_ENGINE, request_id + 1), AGENT, NOW)
        assert manager.datagrams_to_send() == []
        assert dict(manager.drops) == {DropReason.FOREIGN_SOURCE: 1, DropReason.UNKNOWN_REQUEST: 1}

    def test_a_community_message_answers_no_secured_request(self, manager: ManagerEngine) -> None:
        """Whoever guesses the request-id cannot talk us down to another version."""
        request_id = self.ask(manager, peer_of(NOBODY))
        for version, community in ((Version.V2C, b""), (Version.V2C, b"public"), (Version.V1, b"")):
            response = Message(version, community, Pdu(PduKind.RESPONSE, request_id, 0, 0, ()))
            manager.receive_datagram(encode_message(response), AGENT, NOW)
        assert manager.events() == []
        assert sum(manager.drops.values()) == 3

    def test_a_secured_message_answers_no_community_request(self, manager: ManagerEngine) -> None:
        peer = Peer(AGENT, Version.V2C, b"public")
        self.ask(manager, peer_of())
        request_id = self.ask(manager, peer)
        manager.receive_datagram(self.report(Refusal.UNKNOWN_USER, request_id), AGENT, NOW)
        assert manager.events() == []
        assert sum(manager.drops.values()) == 1

    def test_every_try_is_made_anew(self, manager: ManagerEngine) -> None:
        world, peer = World(), peer_of()
        world.get(peer)
        request_id = world.manager.get(peer, [NAME], NOW)
        sent = [world.manager.datagrams_to_send()[0][0]]
        for turn in (1.0, 2.0):
            world.manager.handle_timeout(NOW + turn)
            sent.append(world.manager.datagrams_to_send()[0][0])
        read = [read_message_v3(data) for data in sent]
        assert {message.msg_id for message in read} == {request_id}
        assert len({message.privacy_parameters for message in read}) == 3
        assert [message.engine_time for message in read] == [50, 51, 52]
        assert {opened(data).pdu.request_id for data in sent} == {request_id}

    def test_garbage_is_named(self, manager: ManagerEngine) -> None:
        self.ask(manager, peer_of())
        for data in (bytes.fromhex("3003020103"), b"\x30\x09\x02\x01\x03" + bytes(6)):
            manager.receive_datagram(data, AGENT, NOW)
        assert sum(manager.drops.values()) == 2
        assert manager.events() == []

    def test_before_any_secured_request_the_version_is_not_supported(self, manager: ManagerEngine) -> None:
        data = self.report(Refusal.UNKNOWN_ENGINE, 2**25)
        assert is_v3(data)
        manager.receive_datagram(data, AGENT, NOW)
        assert dict(manager.drops) == {DropReason.UNSUPPORTED_VERSION: 1}


def test_a_lower_level_can_be_asked_for() -> None:
    world, peer = World(), peer_of(level=SecurityLevel.AUTH_NO_PRIV)
    assert answered(world.get(peer)) == "switch"


def test_version_and_user_go_together() -> None:
    with pytest.raises(InvalidInput):
        Peer(AGENT, Version.V3)
    with pytest.raises(InvalidInput):
        Peer(AGENT, Version.V2C, b"public", remote=RemoteEngine(BERT))


def test_a_response_without_its_pdu_s_request_id_is_dropped() -> None:
    world, peer = World(), peer_of(AUTHENTIC)
    world.get(peer)
    request_id = world.manager.get(peer, [NAME], NOW)
    ((data, _),) = world.manager.datagrams_to_send()
    assert read_message_v3(data).msg_id == request_id
    wrong = secured(pdu_octets(PduKind.RESPONSE), AUTHENTIC, flags=0)
    world.manager.receive_datagram(wrong, AGENT, NOW)
    assert dict(world.manager.drops) == {DropReason.UNKNOWN_REQUEST: 1}
