"""Whose traps are believed (RFC 3414 §3.2, with the sender as authoritative engine)."""

import pytest

from tests.unit.engine.secured import AUTHENTIC, BERT, ENGINE_ID, NOBODY, OTHER_ENGINE_ID, pdu_octets, secured
from tests.unit.protocol.security.exchanges import credentials
from trishul.engine import trap_senders
from trishul.engine.trap_senders import TrapSenders
from trishul.errors import DecodeError, InvalidInput
from trishul.protocol.message_v3 import ScopedPdu, read_message_v3
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.keys import KeyForm, KeyMaterial, auth_key
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
from trishul.protocol.security.reports import Refusal
from trishul.protocol.security.secrets import Secret
from trishul.protocol.security.users import UserCredentials

NOW = 100.0
TRAP = pdu_octets(PduKind.TRAP_V2)
PASSWORD = KeyMaterial.password("another password")


def read(senders: TrapSenders, data: bytes, now: float = NOW) -> ScopedPdu | Refusal:
    return senders.open_message(data, read_message_v3(data), now)


def trap(user: UserCredentials = BERT, level: SecurityLevel | None = None, **settings: object) -> bytes:
    return secured(TRAP, user, level, **({"flags": 0} | settings))  # type: ignore[arg-type]  # one dict for all settings


@pytest.mark.parametrize("user", [NOBODY, AUTHENTIC, BERT])
@pytest.mark.parametrize("engine_id", [ENGINE_ID, OTHER_ENGINE_ID])
def test_a_user_is_believed_at_every_engine(user: UserCredentials, engine_id: bytes) -> None:
    opened = read(TrapSenders([user]), trap(user, engine_id=engine_id))
    assert isinstance(opened, ScopedPdu)
    assert opened.pdu == TRAP


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (trap(credentials("stranger", AuthProtocol.MD5)), Refusal.UNKNOWN_USER),
        (trap(credentials("bert", AuthProtocol.SHA512)), Refusal.WRONG_DIGEST),
        (trap(credentials("bert", AuthProtocol.SHA256, PrivProtocol.AES256)), Refusal.DECRYPTION_FAILED),
        (trap(credentials("bert", AuthProtocol.SHA256, PrivProtocol.DES)), Refusal.DECRYPTION_FAILED),
        (trap(BERT, SecurityLevel.NO_AUTH_NO_PRIV), Refusal.UNSUPPORTED_LEVEL),
        (trap(credentials("authentic", AuthProtocol.MD5, PrivProtocol.DES)), Refusal.UNSUPPORTED_LEVEL),
        (trap(credentials("nobody", AuthProtocol.MD5)), Refusal.UNSUPPORTED_LEVEL),
        (trap(engine_id=b"tiny"), Refusal.UNKNOWN_ENGINE),
        (trap().replace(b"\x04\x01\x03", b"\x04\x01\x02", 1), Refusal.INVALID_MESSAGE),
    ],
)
def test_all_others_are_refused_by_name(data: bytes, refusal: Refusal) -> None:
    assert read(TrapSenders([BERT, AUTHENTIC, NOBODY]), data) is refusal


def test_who_only_pretends_fills_no_memory() -> None:
    senders = TrapSenders([BERT])
    for number in range(20):
        wrong = credentials("bert", AuthProtocol.SHA512)
        read(senders, trap(wrong, engine_id=b"\x80\0\0\0\5" + bytes((number,))))
    assert senders._senders == {}
    assert senders._clocks == {}


def test_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trap_senders, "MAX_SENDERS", 3)
    senders = TrapSenders([BERT])
    for number in range(10):
        opened = read(senders, trap(engine_id=b"\x80\0\0\0\5" + bytes((number,))))
        assert isinstance(opened, ScopedPdu)
    assert len(senders._senders) == len(senders._clocks) == 3


def test_a_replay_is_refused_and_a_restart_followed() -> None:
    """RFC 3414 §3.2 step 7b."""
    senders = TrapSenders([BERT])
    old = trap()
    assert isinstance(read(senders, old), ScopedPdu)
    assert isinstance(read(senders, trap(boots_and_time=(4, 1)), NOW + 1), ScopedPdu)
    assert read(senders, old, NOW + 2) is Refusal.NOT_IN_TIME_WINDOW


def test_engines_have_clocks_of_their_own() -> None:
    senders = TrapSenders([BERT])
    assert isinstance(read(senders, trap(boots_and_time=(90, 9))), ScopedPdu)
    assert isinstance(read(senders, trap(engine_id=OTHER_ENGINE_ID, boots_and_time=(1, 1))), ScopedPdu)


def test_the_same_name_may_have_other_secrets_at_other_engines() -> None:
    senders = TrapSenders([])
    other = UserCredentials("bert", AuthProtocol.SHA, PASSWORD)
    senders.add_user(BERT, ENGINE_ID)
    senders.add_user(other, OTHER_ENGINE_ID)
    assert isinstance(read(senders, trap()), ScopedPdu)
    assert isinstance(read(senders, trap(other, engine_id=OTHER_ENGINE_ID)), ScopedPdu)
    assert read(senders, trap(engine_id=OTHER_ENGINE_ID)) is Refusal.UNSUPPORTED_LEVEL
    assert read(senders, trap(other)) is Refusal.WRONG_DIGEST
    assert read(senders, trap(engine_id=b"\x80\0\0\0\5x")) is Refusal.UNKNOWN_USER


def test_a_changed_password_is_believed_beside_the_old_one() -> None:
    senders = TrapSenders([AUTHENTIC])
    changed = UserCredentials("authentic", AuthProtocol.MD5, PASSWORD)
    assert isinstance(read(senders, trap(AUTHENTIC)), ScopedPdu)
    assert read(senders, trap(changed)) is Refusal.WRONG_DIGEST
    senders.add_user(changed)
    assert isinstance(read(senders, trap(changed)), ScopedPdu)
    assert isinstance(read(senders, trap(AUTHENTIC)), ScopedPdu)


def test_a_removed_user_and_what_was_learned_from_him_are_gone() -> None:
    senders = TrapSenders([BERT])
    assert isinstance(read(senders, trap(boots_and_time=(9, 9))), ScopedPdu)
    assert senders.remove_user(b"bert") == 1
    assert (senders.user_count, senders._senders, senders._clocks) == (0, {}, {})
    assert read(senders, trap()) is Refusal.UNKNOWN_USER
    senders.add_user(BERT)
    assert isinstance(read(senders, trap(boots_and_time=(1, 1))), ScopedPdu)


def test_a_user_is_removed_at_one_engine_only() -> None:
    senders = TrapSenders()
    senders.add_user(BERT, ENGINE_ID)
    senders.add_user(BERT, OTHER_ENGINE_ID)
    assert isinstance(read(senders, trap()), ScopedPdu)
    assert isinstance(read(senders, trap(engine_id=OTHER_ENGINE_ID)), ScopedPdu)
    assert senders.remove_user(b"bert", ENGINE_ID) == 1
    assert read(senders, trap()) is Refusal.UNKNOWN_USER
    assert senders.clock_of(ENGINE_ID) is None
    assert isinstance(read(senders, trap(engine_id=OTHER_ENGINE_ID)), ScopedPdu)


def test_a_password_that_was_changed_makes_the_old_one_worth_nothing() -> None:
    senders = TrapSenders([AUTHENTIC])
    changed = UserCredentials("authentic", AuthProtocol.MD5, PASSWORD)
    assert isinstance(read(senders, trap(AUTHENTIC)), ScopedPdu)
    senders.remove_user(b"authentic")
    senders.add_user(changed)
    assert isinstance(read(senders, trap(changed)), ScopedPdu)
    assert read(senders, trap(AUTHENTIC)) is Refusal.WRONG_DIGEST


def test_a_replaced_device_is_a_replay_until_its_clock_is_forgotten() -> None:
    """RFC 3414 §3.2 step 7b: octets do not tell a replaced device from a replay; somebody has to say so."""
    senders = TrapSenders([BERT])
    assert isinstance(read(senders, trap(boots_and_time=(9, 900))), ScopedPdu)
    swapped = trap(boots_and_time=(1, 20))
    assert read(senders, swapped, NOW + 1e6) is Refusal.NOT_IN_TIME_WINDOW
    assert senders.forget_engine(OTHER_ENGINE_ID) == 0
    assert read(senders, swapped) is Refusal.NOT_IN_TIME_WINDOW
    assert senders.forget_engine(ENGINE_ID) == 1
    assert isinstance(read(senders, swapped), ScopedPdu)
    assert senders.forget_engine() == 1


def test_a_localized_key_needs_its_engine() -> None:
    key = auth_key(AuthProtocol.MD5, KeyMaterial.password("maplesyrup"), ENGINE_ID)
    user = UserCredentials("authentic", AuthProtocol.MD5, KeyMaterial(KeyForm.LOCALIZED, Secret(key)))
    senders = TrapSenders()
    with pytest.raises(InvalidInput, match="one engine"):
        senders.add_user(user)
    senders.add_user(user, ENGINE_ID)
    assert isinstance(read(senders, trap(AUTHENTIC)), ScopedPdu)


def test_what_is_wrong_with_a_key_is_said_when_the_user_is_added() -> None:
    short = UserCredentials("u", AuthProtocol.MD5, KeyMaterial.from_hex(KeyForm.MASTER, "ab" * 15))
    with pytest.raises(InvalidInput):
        TrapSenders([short])


def test_octets_without_sense_raise() -> None:
    data = secured(b"", AUTHENTIC, flags=0)
    with pytest.raises(DecodeError):
        read(TrapSenders([AUTHENTIC]), data)
