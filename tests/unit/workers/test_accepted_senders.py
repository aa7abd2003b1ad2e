"""What changes when the server tells anew whom to believe, and what does not."""

from __future__ import annotations

from tests.unit.engine.secured import AUTHENTIC, BERT, NOBODY, OTHER_ENGINE_ID, PEER, pdu_octets, secured
from trishul.engine.drops import DropReason
from trishul.engine.receiver import ReceiverEngine
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol
from trishul.protocol.security.users import UserCredentials
from trishul.workers.accepted_senders import AcceptedSenders
from trishul.workers.messages import RefusedUser, SnmpUser
from trishul.workers.users import snmp_user

TRAP = pdu_octets(PduKind.TRAP_V2)
CHANGED = UserCredentials("bert", AuthProtocol.SHA, KeyMaterial.password("another password"))


class Bench:
    """An engine and who is accepted there."""

    def __init__(self, *users: UserCredentials) -> None:
        self.engine = ReceiverEngine()
        self.senders = AcceptedSenders(self.engine)
        self.senders.accept(map(snmp_user, users))

    def takes(self, user: UserCredentials, boots: int = 3) -> DropReason | None:
        """Why a trap is not taken; None when it is."""
        before = dict(self.engine.drops)
        data = secured(TRAP, user, engine_id=OTHER_ENGINE_ID, boots_and_time=(boots, 50), flags=0)
        self.engine.receive_datagram(data, PEER, 0.0)
        return next((reason for reason, count in self.engine.drops.items() if count != before.get(reason, 0)), None)


def test_users_are_added_replaced_and_removed() -> None:
    bench = Bench(BERT, NOBODY)
    assert bench.takes(BERT) is bench.takes(NOBODY) is None
    bench.senders.accept([snmp_user(CHANGED), snmp_user(AUTHENTIC)])
    assert bench.takes(CHANGED) is bench.takes(AUTHENTIC) is None
    assert bench.takes(BERT) is DropReason.UNSUPPORTED_LEVEL
    assert bench.takes(NOBODY) is DropReason.UNKNOWN_USER
    assert bench.engine.user_count == 2


def test_who_is_told_again_unchanged_keeps_what_was_learned() -> None:
    bench = Bench(BERT)
    assert bench.takes(BERT, boots=9) is None
    bench.senders.accept([snmp_user(AUTHENTIC), snmp_user(BERT)])
    assert bench.takes(BERT, boots=3) is DropReason.NOT_IN_TIME_WINDOW


def test_who_is_renewed_does_not() -> None:
    bench = Bench(BERT)
    assert bench.takes(BERT, boots=9) is None
    bench.senders.accept([snmp_user(BERT)], ["bert"])
    assert bench.takes(BERT, boots=3) is None


def test_namesakes_are_both_believed() -> None:
    bench = Bench(BERT, CHANGED, BERT)
    assert bench.takes(BERT) is bench.takes(CHANGED) is None
    bench.senders.accept([snmp_user(CHANGED)])
    assert bench.takes(CHANGED) is None
    assert bench.takes(BERT) is DropReason.UNSUPPORTED_LEVEL


def test_a_user_who_cannot_be_used_costs_only_himself_and_is_named() -> None:
    bench = Bench()
    wrong = SnmpUser("short", 1, "SHA", "master", b"short")
    bench.senders.accept([wrong, snmp_user(BERT)])
    assert bench.takes(BERT) is None
    assert bench.senders.refused == [RefusedUser("short", "A SHA master key has 20 octets, not 5")]
    bench.senders.accept([snmp_user(BERT)])
    assert bench.senders.refused == []
