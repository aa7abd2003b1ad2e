"""What an authoritative engine refuses and reports (RFC 3412 §7.1 step 3 and §7.2, RFC 3414 §3.2)."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.engine.secured import (
    AUTHENTIC,
    BERT,
    ENGINE_ID,
    OTHER_ENGINE_ID,
    REQUEST_ID,
    USERS,
    discovery,
    nulls,
    opened,
    pdu_octets,
    secured,
)
from tests.unit.protocol.security.exchanges import credentials
from trishul.engine.authority import MAX_RECEIVED_OCTETS, Authority, Refused, SecuredRequest
from trishul.engine.drops import DropReason
from trishul.engine.local_engine import LocalEngine
from trishul.errors import DecodeError
from trishul.protocol.message_v3 import REPORTABLE_FLAG, UnsupportedSecurityModel, read_message_v3
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
from trishul.protocol.security.reports import Refusal
from trishul.protocol.security.users import LocalizedUser, UserCredentials

NOW = 1050.0
GET = pdu_octets(PduKind.GET, *nulls("1.3.6.1.2.1.1.5.0"))
TRAP = pdu_octets(PduKind.TRAP_V2)


def authority() -> Authority:
    engines = [
        LocalEngine(engine_id, USERS, {}, boots=3, started_at=1000.0) for engine_id in (ENGINE_ID, OTHER_ENGINE_ID)
    ]
    return Authority({engine.engine_id: engine for engine in engines}, first_salt=9, max_message_size=65507)


def refused(data: bytes) -> Refused:
    outcome = authority().open_message(data, NOW)
    assert isinstance(outcome, Refused)
    return outcome


def report_of(data: bytes, user: UserCredentials = BERT) -> tuple[DropReason | None, Refusal, SecurityLevel, int]:
    reason, report, _ = refused(data)
    assert report is not None
    reply = opened(report, user)
    assert reply.pdu.kind is PduKind.REPORT
    assert reply.message.msg_id == read_message_v3(data).msg_id
    assert not reply.message.is_reportable
    assert (reply.message.engine_boots, reply.message.engine_time) == (3, 50)
    (varbind,) = reply.pdu.varbinds
    assert varbind.value.native == 1
    (refusal,) = [refusal for refusal in Refusal if refusal.oid == varbind.oid]
    return reason, refusal, reply.level, reply.pdu.request_id


def test_discovery_is_answered_with_the_first_engine_and_is_no_drop() -> None:
    """RFC 3414 §4."""
    plain = SecurityLevel.NO_AUTH_NO_PRIV
    assert report_of(discovery()) == (None, Refusal.UNKNOWN_ENGINE, plain, REQUEST_ID)


def test_the_clock_is_told_to_who_asks_with_zeros_and_is_no_drop() -> None:
    """RFC 3414 §4."""
    data = secured(GET, boots_and_time=(0, 0))
    assert report_of(data) == (None, Refusal.NOT_IN_TIME_WINDOW, SecurityLevel.AUTH_NO_PRIV, 0)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (secured(GET, engine_id=b"unknown"), Refusal.UNKNOWN_ENGINE),
        (secured(GET, credentials("stranger")), Refusal.UNKNOWN_USER),
        (secured(GET, credentials("nobody", AuthProtocol.MD5)), Refusal.UNSUPPORTED_LEVEL),
        (secured(GET, credentials("bert", AuthProtocol.SHA512)), Refusal.WRONG_DIGEST),
        (
            secured(GET, credentials("authentic", AuthProtocol.MD5, PrivProtocol.DES)),
            Refusal.UNSUPPORTED_LEVEL,
        ),
        (
            secured(GET, UserCredentials("authentic", AuthProtocol.MD5, KeyMaterial.password("other password"))),
            Refusal.WRONG_DIGEST,
        ),
        (secured(GET, boots_and_time=(2, 50)), Refusal.NOT_IN_TIME_WINDOW),
        (secured(GET, boots_and_time=(3, 201)), Refusal.NOT_IN_TIME_WINDOW),
        (
            secured(GET, credentials("bert", AuthProtocol.SHA256, PrivProtocol.AES256)),
            Refusal.DECRYPTION_FAILED,
        ),
        (secured(GET, credentials("bert", AuthProtocol.SHA256, PrivProtocol.DES)), Refusal.DECRYPTION_FAILED),
    ],
)
def test_every_fault_has_its_counter_reason_and_level(data: bytes, refusal: Refusal) -> None:
    is_encrypted = bool(read_message_v3(data).flags & 2)
    level = SecurityLevel(refusal is Refusal.NOT_IN_TIME_WINDOW)
    expected = (DropReason[refusal.name], refusal, level, 0 if is_encrypted else REQUEST_ID)
    assert report_of(data) == expected


def test_counters_go_on() -> None:
    one = authority()
    for count in (1, 2, 3):
        outcome = one.open_message(discovery(), NOW)
        assert isinstance(outcome, Refused)
        assert outcome.report is not None
        assert opened(outcome.report).pdu.varbinds[0].value.native == count


class TestNoReport:
    """RFC 3412 §7.1 step 3b, §6.4."""

    def test_for_pdus_that_nobody_waits_for(self) -> None:
        for kind in (PduKind.TRAP_V2, PduKind.RESPONSE, PduKind.REPORT):
            data = secured(pdu_octets(kind), credentials("stranger"))
            assert refused(data)[:2] == (DropReason.UNKNOWN_USER, None)

    def test_for_encrypted_messages_that_do_not_want_one(self) -> None:
        assert refused(secured(GET, boots_and_time=(9, 9), flags=0))[:2] == (DropReason.NOT_IN_TIME_WINDOW, None)

    def test_a_readable_request_gets_one_without_asking(self) -> None:
        """RFC 3412 §6.4: the PDU's type forms the basis where it can be known."""
        assert report_of(secured(GET, credentials("stranger"), flags=0))[1] is Refusal.UNKNOWN_USER

    def test_privacy_without_authentication(self) -> None:
        data = secured(GET).replace(b"\x04\x01\x07", b"\x04\x01\x06", 1)
        assert refused(data)[:2] == (DropReason.INVALID_MESSAGE, None)

    def test_when_there_is_no_engine(self) -> None:
        nobody = Authority({}, first_salt=0, max_message_size=65507)
        assert nobody.open_message(discovery(), NOW) == (
            DropReason.UNKNOWN_ENGINE,
            None,
            "user '', noAuthNoPriv, engine none, boots 0, time 0",
        )

    def test_the_detail_says_whose_message_it_was(self) -> None:
        detail = refused(secured(GET, credentials("stranger"))).detail
        assert detail.startswith("user 'stranger', noAuthNoPriv, engine 8000")
        assert detail.endswith(", boots 3, time 50")

    def test_unreadable_and_foreign_messages_raise(self) -> None:
        with pytest.raises(DecodeError):
            authority().open_message(discovery()[:-1], NOW)
        with pytest.raises(UnsupportedSecurityModel):
            authority().open_message(
                discovery().replace(b"\x04\x01\x04\x02\x01\x03", b"\x04\x01\x04\x02\x01\x02", 1), NOW
            )
        garbage = secured(b"\xa0\x05\x02", AUTHENTIC)
        with pytest.raises(DecodeError):
            authority().open_message(garbage, NOW)


@cache
def user_of(priv: PrivProtocol) -> UserCredentials:
    """With the longest name and digest, and keys that are made once: that takes a hash of a million octets."""
    return credentials("x" * 32, AuthProtocol.SHA512, priv).with_master_keys()


class TestAccepted:
    @pytest.mark.parametrize("engine_id", [ENGINE_ID, OTHER_ENGINE_ID])
    @pytest.mark.parametrize("level", SecurityLevel)
    def test_what_passes_is_given_on_and_answered_at_its_level(self, engine_id: bytes, level: SecurityLevel) -> None:
        one = authority()
        data = secured(GET, level=level, engine_id=engine_id, context=(engine_id, b"bridge"))
        request = one.open_message(data, NOW)
        assert isinstance(request, SecuredRequest)
        assert (request.scoped.context_name, request.scoped.pdu) == (b"bridge", GET)
        reply = opened(one.close_message(request, pdu_octets(PduKind.RESPONSE), NOW + 10), engine_id=engine_id)
        assert (reply.level, reply.context, reply.pdu.kind) == (level, (engine_id, b"bridge"), PduKind.RESPONSE)
        assert (reply.message.msg_id, reply.message.max_size) == (77, MAX_RECEIVED_OCTETS)
        assert (reply.message.engine_boots, reply.message.engine_time) == (3, 60)
        assert not reply.message.flags & REPORTABLE_FLAG

    def test_no_salt_is_used_twice(self) -> None:
        one = authority()
        request = one.open_message(secured(GET), NOW)
        assert isinstance(request, SecuredRequest)
        closed = [one.close_message(request, GET, NOW) for _ in range(50)]
        assert len({read_message_v3(data).privacy_parameters for data in closed}) == 50

    @given(
        st.integers(484, 3000),
        st.sampled_from(SecurityLevel),
        st.binary(max_size=32),
        st.integers(0, 3000),
        st.sampled_from([PrivProtocol.DES, PrivProtocol.AES256]),
    )
    def test_a_pdu_within_the_limit_makes_a_message_that_both_sides_take(
        self, max_size: int, level: SecurityLevel, context_name: bytes, ours: int, priv: PrivProtocol
    ) -> None:
        user = user_of(priv)
        engine = LocalEngine(ENGINE_ID, [user], {}, boots=2**31 - 2, started_at=NOW - 2**30)
        one = Authority({ENGINE_ID: engine}, first_salt=0, max_message_size=max(ours, 484))
        data = secured(
            GET, user, level, max_size=max_size, boots_and_time=(2**31 - 2, 2**30), context=(ENGINE_ID, context_name)
        )
        request = one.open_message(data, NOW)
        assert isinstance(request, SecuredRequest)
        limit = one.pdu_limit(request)
        assert limit > 100
        closed = one.close_message(request, bytes(limit), NOW)
        assert len(closed) <= min(max_size, max(ours, 484))


def test_users_who_cannot_authenticate_have_authority_s_level() -> None:
    assert LocalizedUser(b"", ENGINE_ID).level is SecurityLevel.NO_AUTH_NO_PRIV
