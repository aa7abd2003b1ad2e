"""Users of a receiver, who come and go: at the engines that send traps, and at ours."""

from __future__ import annotations

from tests.unit.engine.secured import AUTHENTIC, BERT, ENGINE_ID, NOBODY, OTHER_ENGINE_ID, pdu_octets, secured
from trishul.engine.local_engine import LocalEngine
from trishul.engine.receiver_users import ReceiverUsers
from trishul.protocol.message_v3 import read_message_v3
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol
from trishul.protocol.security.users import UserCredentials

INFORM = pdu_octets(PduKind.INFORM)
NAMESAKE = UserCredentials("bert", AuthProtocol.SHA, KeyMaterial.password("another password"))


def an_engine() -> LocalEngine:
    return LocalEngine(ENGINE_ID, [], {}, boots=3, started_at=0.0)


def test_users_of_any_engine_and_of_ours_may_send_informs() -> None:
    engine = an_engine()
    users = ReceiverUsers(engine)
    users.add(BERT, b"")
    users.add(AUTHENTIC, ENGINE_ID)
    users.add(NOBODY, OTHER_ENGINE_ID)
    assert set(engine.users) == {b"bert", b"authentic"}
    assert users.senders.user_count == 3


def test_who_is_added_twice_is_there_once() -> None:
    users = ReceiverUsers(an_engine())
    users.add(BERT, b"")
    users.add(BERT, b"")
    assert users.senders.user_count == 1
    assert users.remove("bert", b"") == 1
    assert users.remove("bert", b"") == 0


def test_removing_a_user_leaves_his_namesakes_at_other_engines() -> None:
    engine = an_engine()
    users = ReceiverUsers(engine)
    users.add(BERT, b"")
    users.add(NAMESAKE, ENGINE_ID)
    users.remove("bert", b"")
    assert users.senders.user_count == 1
    assert engine.users[b"bert"].level == NAMESAKE.level
    users.remove("bert", ENGINE_ID)
    assert engine.users == {}


def test_of_namesakes_the_one_whose_digest_it_is_comes_forward() -> None:
    engine = an_engine()
    users = ReceiverUsers(engine)
    users.add(BERT, b"")
    users.add(NAMESAKE, b"")
    for user in (BERT, NAMESAKE, BERT):
        data = secured(INFORM, user)
        users.put_forward(data, read_message_v3(data))
        assert engine.users[b"bert"].level == user.level
    wrong = secured(INFORM, UserCredentials("bert", AuthProtocol.MD5, KeyMaterial.password("wrong password")))
    users.put_forward(wrong, read_message_v3(wrong))
    assert engine.users[b"bert"].level == BERT.level


def test_without_an_engine_of_ours_there_are_only_senders() -> None:
    users = ReceiverUsers(None)
    users.add(BERT, b"")
    data = secured(INFORM)
    users.put_forward(data, read_message_v3(data))
    assert users.remove("bert", b"") == 1
