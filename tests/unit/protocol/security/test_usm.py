"""The elements of procedure on whole messages (RFC 3414 §3), among them those of net-snmp."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.protocol.security.exchanges import ENGINE_ID, EXCHANGES, Exchange, credentials
from trishul.errors import DecodeError, InvalidInput
from trishul.protocol.message import decode_message
from trishul.protocol.message_v3 import (
    AUTH_FLAG,
    PRIV_FLAG,
    REPORTABLE_FLAG,
    community_message,
    encode_scoped_pdu,
    read_message_v3,
    read_scoped_pdu,
)
from trishul.protocol.pdu import Pdu, PduKind
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
from trishul.protocol.security.reports import Refusal
from trishul.protocol.security.time_window import LocalClock, RemoteClock
from trishul.protocol.security.users import LocalizedUser
from trishul.protocol.security.usm import process_incoming, protect_outgoing

NOW = 100.0
SCOPED_PDU = encode_scoped_pdu(ENGINE_ID, b"", bytes.fromhex("a00e020101020100020100300330010500"[:32]))
USER = credentials("bert", AuthProtocol.SHA256, PrivProtocol.AES128).with_master_keys().localized(ENGINE_ID)
CLOCK = LocalClock(3, NOW - 50)


def message_of(user: LocalizedUser = USER, level: SecurityLevel = SecurityLevel.AUTH_PRIV, **other: int) -> bytes:
    boots, time = other.get("boots", 3), other.get("time", 50)
    return protect_outgoing(user, level | REPORTABLE_FLAG, 4711, 65507, boots, time, SCOPED_PDU, other.get("salt", 1))


def received(data: bytes, user: LocalizedUser | None = USER) -> bytes | Refusal:
    return process_incoming(data, read_message_v3(data), user, CLOCK, NOW)


@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda exchange: exchange.user)
class TestNetSnmpMessages:
    def test_both_are_accepted_and_say_what_they_said(self, exchange: Exchange) -> None:
        user = exchange.credentials.localized(ENGINE_ID)
        for data, kind, value in (
            (exchange.request, PduKind.GET, ""),
            (exchange.response, PduKind.RESPONSE, "box"),
        ):
            message = read_message_v3(data)
            assert (message.anomalies, message.engine_id, message.user_name) == ((), ENGINE_ID, exchange.user.encode())
            accepted = process_incoming(data, message, user, RemoteClock(), NOW)
            assert isinstance(accepted, bytes)
            scoped = read_scoped_pdu(accepted)
            assert (scoped.context_engine_id, scoped.context_name) == (ENGINE_ID, b"")
            pdu = decode_message(community_message(scoped.pdu))[0].pdu
            assert isinstance(pdu, Pdu)
            assert (pdu.kind, str(pdu.varbinds[0].oid)) == (kind, "1.3.6.1.2.1.1.5.0")
            assert str(pdu.varbinds[0].value) == value

    def test_ours_would_have_been_the_same_octets(self, exchange: Exchange) -> None:
        user = exchange.credentials.localized(ENGINE_ID)
        for data in (exchange.request, exchange.response):
            message = read_message_v3(data)
            scoped_pdu = process_incoming(data, message, user, RemoteClock(), NOW)
            assert isinstance(scoped_pdu, bytes)
            salt = int.from_bytes(message.privacy_parameters, "big")
            ours = protect_outgoing(
                user, message.flags, message.msg_id, message.max_size,
                message.engine_boots, message.engine_time, scoped_pdu, salt,
            )  # fmt: skip
            assert ours.hex() == data.hex()

    def test_another_password_is_a_wrong_digest(self, exchange: Exchange) -> None:
        if exchange.auth is None:
            return
        other = AuthProtocol.MD5 if exchange.auth is not AuthProtocol.MD5 else AuthProtocol.SHA
        user = credentials(exchange.user, other, PrivProtocol.AES128).localized(ENGINE_ID)
        message = read_message_v3(exchange.request)
        refusal = process_incoming(exchange.request, message, user, RemoteClock(), NOW)
        assert refusal is Refusal.WRONG_DIGEST

    def test_cut_anywhere_it_is_refused(self, exchange: Exchange) -> None:
        for data in (exchange.request, exchange.response):
            for size in range(len(data)):
                with pytest.raises(DecodeError):
                    read_message_v3(data[:size])

    def test_octets_behind_it_are_no_part_of_the_digest(self, exchange: Exchange) -> None:
        user = exchange.credentials.localized(ENGINE_ID)
        data = exchange.request + b"\0\1\2"
        message = read_message_v3(data)
        assert [anomaly.kind for anomaly in message.anomalies] == ["trailing_bytes"]
        assert isinstance(process_incoming(data, message, user, RemoteClock(), NOW), bytes)


class TestIncoming:
    """RFC 3414 §3.2, step by step."""

    def test_step_4_an_unknown_user(self) -> None:
        assert received(message_of(), None) is Refusal.UNKNOWN_USER

    @pytest.mark.parametrize("level", [SecurityLevel.AUTH_NO_PRIV, SecurityLevel.AUTH_PRIV])
    def test_step_5_a_level_that_the_user_does_not_have(self, level: SecurityLevel) -> None:
        plain = credentials("bert").localized(ENGINE_ID)
        assert received(message_of(level=level), plain) is Refusal.UNSUPPORTED_LEVEL
        if level is SecurityLevel.AUTH_PRIV:
            without = credentials("bert", AuthProtocol.SHA256).localized(ENGINE_ID)
            assert received(message_of(level=level), without) is Refusal.UNSUPPORTED_LEVEL

    def test_step_6_a_wrong_digest(self) -> None:
        data = bytearray(message_of())
        data[-1] ^= 1
        assert received(bytes(data)) is Refusal.WRONG_DIGEST

    @pytest.mark.parametrize(("boots", "time"), [(0, 0), (2, 50), (4, 50), (3, 201)])
    def test_step_7_outside_the_time_window(self, boots: int, time: int) -> None:
        assert received(message_of(boots=boots, time=time)) is Refusal.NOT_IN_TIME_WINDOW

    def test_step_7_comes_after_step_6(self) -> None:
        """Who cannot authenticate learns nothing about the clock."""
        data = bytearray(message_of(boots=0))
        data[-1] ^= 1
        assert received(bytes(data)) is Refusal.WRONG_DIGEST

    def test_step_8_what_no_cipher_makes(self) -> None:
        user = credentials("bert", AuthProtocol.MD5, PrivProtocol.DES).localized(ENGINE_ID)
        aes = credentials("bert", AuthProtocol.MD5, PrivProtocol.AES128).localized(ENGINE_ID)
        assert received(message_of(aes), user) is Refusal.DECRYPTION_FAILED

    def test_privacy_without_authentication_is_no_level(self) -> None:
        """RFC 3412 §7.2 step 5d."""
        data = bytearray(message_of())
        assert data[data.index(b"\x04\x01\x07") + 2] == 7
        data[data.index(b"\x04\x01\x07") + 2] = PRIV_FLAG | REPORTABLE_FLAG
        assert received(bytes(data)) is Refusal.INVALID_MESSAGE

    @pytest.mark.parametrize("level", SecurityLevel)
    def test_the_rest_is_accepted(self, level: SecurityLevel) -> None:
        assert received(message_of(level=level)) == SCOPED_PDU


class TestOutgoing:
    """RFC 3414 §3.1."""

    @pytest.mark.parametrize("flags", [AUTH_FLAG, AUTH_FLAG | PRIV_FLAG, PRIV_FLAG])
    def test_steps_2_and_3_a_level_the_user_does_not_have(self, flags: int) -> None:
        user = credentials("bert").localized(ENGINE_ID)
        with pytest.raises(InvalidInput):
            protect_outgoing(user, flags, 1, 65507, 0, 0, SCOPED_PDU, 0)

    def test_nothing_of_the_pdu_shows_with_privacy(self) -> None:
        data = message_of()
        assert SCOPED_PDU[-12:] not in data
        assert SCOPED_PDU in message_of(level=SecurityLevel.AUTH_NO_PRIV)

    def test_another_salt_makes_other_octets(self) -> None:
        assert message_of(salt=1)[-20:] != message_of(salt=2)[-20:]


@given(st.binary(max_size=400), st.sampled_from(SecurityLevel), st.integers(0, 2**31 - 1), st.integers(484, 2**31 - 1))
def test_any_scoped_pdu_comes_through(pdu: bytes, level: SecurityLevel, msg_id: int, max_size: int) -> None:
    scoped_pdu = encode_scoped_pdu(ENGINE_ID, b"context", b"\xa0" + bytes((0x82,)) + len(pdu).to_bytes(2, "big") + pdu)
    data = protect_outgoing(USER, level, msg_id, max_size, 3, 50, scoped_pdu, 99)
    message = read_message_v3(data)
    assert (message.msg_id, message.max_size, message.flags, message.anomalies) == (msg_id, max_size, level, ())
    assert received(data) == scoped_pdu


@given(st.data())
def test_no_mutation_is_accepted_as_authentic(data: st.DataObject) -> None:
    original = message_of()
    position = data.draw(st.integers(0, len(original) - 1))
    octet = data.draw(st.integers(0, 255).filter(lambda octet: octet != original[position]))
    mutated = original[:position] + bytes((octet,)) + original[position + 1 :]
    try:
        outcome = received(mutated)
    except DecodeError:
        return
    assert isinstance(outcome, Refusal) or not read_message_v3(mutated).flags & AUTH_FLAG
