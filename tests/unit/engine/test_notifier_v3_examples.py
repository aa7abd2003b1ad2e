"""SNMPv3 notifications that we send (RFC 3413 §3.3, RFC 3412 §7.1)."""

import pytest

from tests.unit.engine.secured import BERT, ENGINE_ID, OTHER_ENGINE_ID, USERS
from trishul.datatypes import Oid
from trishul.engine.local_engine import LocalEngine
from trishul.engine.notifier import NotifierEngine
from trishul.engine.peers import Peer
from trishul.engine.receiver import ReceiverEngine
from trishul.engine.remote_engine import RemoteEngine
from trishul.engine.responses import Response
from trishul.errors import InvalidInput
from trishul.protocol.message import Version
from trishul.protocol.message_v3 import read_message_v3
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.users import UserCredentials

RECEIVER = ("192.0.2.1", 162)
OURS = ("192.0.2.50", 50000)
LINK_DOWN = Oid("1.3.6.1.6.3.1.1.5.3")
NOW = 1000.0


def peer_of(user: UserCredentials = BERT) -> Peer:
    return Peer(RECEIVER, Version.V3, remote=RemoteEngine(user, context_name=b"here"))


def notifier() -> NotifierEngine:
    engine = LocalEngine(OTHER_ENGINE_ID, [], {}, boots=7, started_at=NOW - 20)
    return NotifierEngine(first_request_id=1, engine=engine)


def receiver() -> ReceiverEngine:
    return ReceiverEngine(users=USERS, engine=LocalEngine(ENGINE_ID, [], {}, boots=3, started_at=0.0))


@pytest.mark.parametrize("user", USERS)
def test_a_trap_comes_from_our_engine_and_wants_no_report(user: UserCredentials) -> None:
    sender, taker, peer = notifier(), receiver(), peer_of(user)
    for seconds in (0, 5):
        sender.trap(peer, LINK_DOWN, [], 42, now=NOW + seconds)
        ((data, address),) = sender.datagrams_to_send()
        message = read_message_v3(data)
        assert address == RECEIVER
        assert (message.engine_id, message.engine_boots, message.engine_time) == (OTHER_ENGINE_ID, 7, 20 + seconds)
        assert not message.is_reportable
        taker.receive_datagram(data, OURS, NOW + seconds)
        (notification,) = taker.events()
        assert (notification.kind, notification.trap_oid) == (PduKind.TRAP_V2, LINK_DOWN.contents)
        assert notification.security is not None
        assert (notification.security.level, notification.security.context_name) == (user.level, b"here")
    assert sender.traps == 2


def test_a_trap_can_be_sent_as_another_engine() -> None:
    """As with net-snmp's `snmptrap -e`: for the receiver it is that engine's, dated by our clock."""
    given = bytes.fromhex("800000090300aabbccddee")
    sender = notifier()
    sender.trap(Peer(RECEIVER, Version.V3, remote=RemoteEngine(BERT, engine_id=given)), LINK_DOWN, [], 42, now=NOW)
    ((data, _),) = sender.datagrams_to_send()
    message = read_message_v3(data)
    assert (message.engine_id, message.engine_boots, message.engine_time) == (given, 7, 20)


@pytest.mark.parametrize("user", USERS)
def test_an_inform_discovers_the_receiver_and_is_acknowledged(user: UserCredentials) -> None:
    sender, taker = notifier(), receiver()
    request_id = sender.inform(peer_of(user), LINK_DOWN, [], 42, NOW)
    while sent := sender.datagrams_to_send():
        for data, _ in sent:
            taker.receive_datagram(data, OURS, NOW)
        for data, _ in taker.datagrams_to_send():
            sender.receive_datagram(data, RECEIVER, NOW)
    ((number, outcome),) = sender.events()
    assert number == request_id
    assert isinstance(outcome, Response)
    assert len(taker.events()) == 1


def test_a_trap_needs_an_engine() -> None:
    with pytest.raises(InvalidInput, match="engine of its own"):
        NotifierEngine(first_request_id=1).trap(peer_of(), LINK_DOWN, [], 42)
