"""What is learned about a peer's engine, and what of it is believed (RFC 3412 §7.2, RFC 3414 §2.3, §3.2, §4)."""

import pytest

from tests.unit.engine.secured import (
    AUTHENTIC,
    BERT,
    ENGINE_ID,
    NOBODY,
    OTHER_ENGINE_ID,
    nulls,
    opened,
    pdu_octets,
    secured,
)
from tests.unit.protocol.security.exchanges import credentials
from trishul.engine.remote_engine import OpenedAnswer, RemoteEngine
from trishul.errors import DecodeError, InvalidInput
from trishul.protocol.message_v3 import read_message_v3
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
from trishul.protocol.security.reports import Refusal, encode_report
from trishul.protocol.security.users import UserCredentials

NOW = 500.0
GET = pdu_octets(PduKind.GET, *nulls("1.3.6.1.2.1.1.5.0"))
RESPONSE = pdu_octets(PduKind.RESPONSE)


def known(user: UserCredentials = BERT) -> RemoteEngine:
    remote = RemoteEngine(user, engine_id=ENGINE_ID)
    remote.prepare()
    return remote


def read(remote: RemoteEngine, data: bytes, now: float = NOW) -> OpenedAnswer | Refusal:
    return remote.open_message(data, read_message_v3(data), now)


def answer(pdu: bytes = RESPONSE, user: UserCredentials = BERT, level: SecurityLevel | None = None) -> bytes:
    return secured(pdu, user, level, flags=0)


class TestAsking:
    def test_an_unknown_engine_is_asked_for_its_id(self) -> None:
        """RFC 3414 §4."""
        message = read_message_v3(RemoteEngine(BERT).seal(GET, 4711, NOW, 1))
        assert (message.engine_id, message.user_name, message.engine_boots, message.engine_time) == (b"", b"", 0, 0)
        assert (message.flags, message.msg_id) == (4, 4711)

    def test_a_known_engine_with_an_unknown_clock_is_asked_with_zeros(self) -> None:
        message = read_message_v3(known().seal(GET, 4711, NOW, 1))
        assert (message.engine_id, message.engine_boots, message.engine_time) == (ENGINE_ID, 0, 0)

    def test_a_known_clock_goes_on(self) -> None:
        remote = known()
        read(remote, answer())
        message = read_message_v3(remote.seal(GET, 4711, NOW + 7.5, 1))
        assert (message.engine_boots, message.engine_time, message.flags) == (3, 57, 7)

    def test_without_authentication_boots_and_time_are_zero(self) -> None:
        """RFC 3414 §3.1 step 6c."""
        remote = known(NOBODY)
        remote.clock.guess(5, 5, NOW)
        assert read_message_v3(remote.seal(GET, 1, NOW, 1)).engine_boots == 0

    def test_contexts_are_named(self) -> None:
        remote = RemoteEngine(BERT, engine_id=ENGINE_ID, context_name=b"bridge", context_engine_id=OTHER_ENGINE_ID)
        remote.prepare()
        assert opened(remote.seal(GET, 1, NOW, 1)).context == (OTHER_ENGINE_ID, b"bridge")
        assert opened(known().seal(GET, 1, NOW, 1)).context == (ENGINE_ID, b"")

    def test_a_lower_level_can_be_chosen_and_no_higher_one(self) -> None:
        remote = RemoteEngine(BERT, level=SecurityLevel.AUTH_NO_PRIV, engine_id=ENGINE_ID)
        remote.prepare()
        assert opened(remote.seal(GET, 1, NOW, 1)).level is SecurityLevel.AUTH_NO_PRIV
        with pytest.raises(InvalidInput, match="authPriv"):
            RemoteEngine(AUTHENTIC, level=SecurityLevel.AUTH_PRIV)

    def test_settings_are_checked(self) -> None:
        with pytest.raises(InvalidInput):
            RemoteEngine(BERT, engine_id=b"x")
        with pytest.raises(InvalidInput):
            RemoteEngine(BERT, context_name=b"x" * 33)


class TestBelieving:
    @pytest.mark.parametrize("user", [NOBODY, AUTHENTIC, BERT])
    def test_an_answer_of_the_right_level_is_read(self, user: UserCredentials) -> None:
        outcome = read(known(user), answer(user=user))
        assert isinstance(outcome, OpenedAnswer)
        assert (outcome.is_report, outcome.level, outcome.scoped.pdu) == (False, user.level, RESPONSE)

    @pytest.mark.parametrize("level", [SecurityLevel.NO_AUTH_NO_PRIV, SecurityLevel.AUTH_NO_PRIV])
    def test_an_answer_of_a_lower_level_is_not_believed(self, level: SecurityLevel) -> None:
        """RFC 3412 §7.2 step 12b."""
        assert read(known(), answer(level=level)) is Refusal.UNSUPPORTED_LEVEL

    def test_reports_may_be_of_a_lower_level(self) -> None:
        """RFC 3412 §7.2 step 11."""
        report = encode_report(Refusal.WRONG_DIGEST, 1, 1)
        for level in (SecurityLevel.NO_AUTH_NO_PRIV, SecurityLevel.AUTH_NO_PRIV):
            outcome = read(known(), answer(report, level=level))
            assert isinstance(outcome, OpenedAnswer)
            assert (outcome.is_report, outcome.level) == (True, level)

    def test_another_engine_user_or_key_is_not_believed(self) -> None:
        assert read(known(), secured(RESPONSE, engine_id=OTHER_ENGINE_ID)) is Refusal.UNKNOWN_ENGINE
        assert read(known(), answer(user=credentials("eve", AuthProtocol.SHA256))) is Refusal.UNKNOWN_USER
        eve = credentials("bert", AuthProtocol.SHA512, PrivProtocol.AES128)
        assert read(known(), answer(user=eve)) is Refusal.WRONG_DIGEST
        other_cipher = credentials("bert", AuthProtocol.SHA256, PrivProtocol.AES256)
        assert read(known(), answer(user=other_cipher)) is Refusal.DECRYPTION_FAILED

    def test_without_an_engine_only_reports_are_read(self) -> None:
        assert read(RemoteEngine(BERT), answer()) is Refusal.UNKNOWN_ENGINE
        assert read(RemoteEngine(NOBODY), answer(user=NOBODY)) is Refusal.UNKNOWN_ENGINE
        assert read(known(NOBODY), secured(RESPONSE, NOBODY, engine_id=OTHER_ENGINE_ID)) is Refusal.UNKNOWN_ENGINE

    def test_a_replay_is_not_believed(self) -> None:
        """RFC 3414 §3.2 step 7b."""
        remote = known()
        data = answer()
        assert isinstance(read(remote, data), OpenedAnswer)
        assert isinstance(read(remote, data, NOW + 150), OpenedAnswer)
        assert read(remote, data, NOW + 151) is Refusal.NOT_IN_TIME_WINDOW

    def test_octets_without_sense_raise(self) -> None:
        with pytest.raises(DecodeError):
            read(known(AUTHENTIC), answer(b"", AUTHENTIC))


class TestReports:
    def heed(self, remote: RemoteEngine, refusal: Refusal, engine_id: bytes = ENGINE_ID, level: int = 0) -> bool:
        data = secured(encode_report(refusal, 1, 1), NOBODY, engine_id=engine_id, boots_and_time=(9, 99), flags=0)
        return remote.heed_report(refusal, read_message_v3(data), level, NOW)

    def test_an_engine_id_is_learned_with_a_guess_of_its_clock(self) -> None:
        remote = RemoteEngine(BERT)
        assert self.heed(remote, Refusal.UNKNOWN_ENGINE)
        assert remote.user is not None
        assert remote.user.engine_id == ENGINE_ID
        assert remote.clock.read(NOW + 1) == (9, 100)
        assert not remote.clock.is_authentic

    def test_a_new_engine_id_has_a_new_clock(self) -> None:
        remote = known()
        read(remote, answer())
        assert self.heed(remote, Refusal.UNKNOWN_ENGINE, OTHER_ENGINE_ID)
        assert remote.user is not None
        assert remote.user.engine_id == OTHER_ENGINE_ID
        assert not remote.clock.is_authentic

    def test_the_same_engine_id_again_is_no_news(self) -> None:
        assert not self.heed(known(), Refusal.UNKNOWN_ENGINE)

    def test_what_is_no_engine_id_is_not_learned(self) -> None:
        assert not self.heed(RemoteEngine(BERT), Refusal.UNKNOWN_ENGINE, b"\0\0\0\0\0")

    def test_a_time_without_authentication_is_a_guess_only_while_nothing_better_is_known(self) -> None:
        remote = known()
        assert self.heed(remote, Refusal.NOT_IN_TIME_WINDOW)
        assert remote.clock.read(NOW) == (9, 99)
        read(remote, answer())
        assert not self.heed(remote, Refusal.NOT_IN_TIME_WINDOW)
        assert remote.clock.read(NOW) == (3, 50)

    def test_an_authentic_report_is_worth_another_message(self) -> None:
        assert self.heed(known(), Refusal.NOT_IN_TIME_WINDOW, level=1)
        assert not self.heed(known(), Refusal.NOT_IN_TIME_WINDOW, OTHER_ENGINE_ID, level=1)

    @pytest.mark.parametrize("refusal", [Refusal.WRONG_DIGEST, Refusal.UNKNOWN_USER, Refusal.UNKNOWN_CONTEXT])
    def test_others_are_not(self, refusal: Refusal) -> None:
        assert not self.heed(known(), refusal)


def test_a_silent_engine_is_forgotten_and_a_heard_one_is_not() -> None:
    remote = known()
    read(remote, answer(), NOW)
    remote.forget_silent(NOW - 1)
    assert remote.user is not None
    remote.forget_silent(NOW + 1)
    assert remote.user is None
    assert not remote.clock.is_known
    remote.prepare()
    assert remote.user is not None
