"""SNMPv3 messages opened for looking at."""

from __future__ import annotations

import pytest

from tests.unit.protocol.security.exchanges import EXCHANGES, credentials
from trishul.protocol.message_v3 import read_message_v3
from trishul.protocol.security.inspection import Digest, Inspection, KeyRing, Privacy
from trishul.protocol.security.keys import KeyForm, KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.protocol.security.users import UserCredentials

EXCHANGE = next(each for each in EXCHANGES if each.auth is AuthProtocol.SHA256 and each.priv is PrivProtocol.AES128)
MESSAGE = read_message_v3(EXCHANGE.request)
WRONG = KeyMaterial.password("wrong password")


def inspected(*users: tuple[UserCredentials, bytes]) -> Inspection:
    keys = KeyRing()
    for user, engine_id in users:
        keys.add(user, engine_id)
    assert len(keys) == len(users)
    return keys.inspect(EXCHANGE.request, MESSAGE)


def user(auth_key: KeyMaterial | None = None, priv_key: KeyMaterial | None = None) -> UserCredentials:
    right = EXCHANGE.credentials
    return UserCredentials(
        EXCHANGE.user, right.auth, auth_key or right.auth_key, right.priv, priv_key or right.priv_key
    )


def test_the_right_user_among_several_of_the_name_opens_the_message() -> None:
    found = inspected((user(WRONG), b""), (EXCHANGE.credentials, b""))
    assert (found.digest, found.privacy) == (Digest.VALID, Privacy.DECRYPTED)
    assert found.plain is not None
    assert len(found.plain) == len(MESSAGE.payload)


@pytest.mark.parametrize(
    ("known", "digest", "privacy"),
    [
        (user(auth_key=WRONG), Digest.WRONG, Privacy.DECRYPTED),
        (user(priv_key=WRONG), Digest.VALID, Privacy.FAILED),
        (user(WRONG, WRONG), Digest.WRONG, Privacy.FAILED),
        (credentials(EXCHANGE.user), Digest.NO_KEY, Privacy.NO_KEY),
        (credentials("stranger", EXCHANGE.auth), Digest.NO_KEY, Privacy.NO_KEY),
    ],
)
def test_each_key_is_judged_by_itself(known: UserCredentials, digest: Digest, privacy: Privacy) -> None:
    found = inspected((known, b""))
    assert (found.digest, found.privacy) == (digest, privacy)


def test_a_user_of_another_engine_has_no_key_here() -> None:
    assert inspected((EXCHANGE.credentials, b"\x80\0\0\0\5other")).digest is Digest.NO_KEY
    assert inspected((EXCHANGE.credentials, MESSAGE.engine_id)).digest is Digest.VALID


def test_a_key_that_fits_no_engine_is_no_key() -> None:
    short = KeyMaterial.from_hex(KeyForm.LOCALIZED, "ab" * 16)
    assert inspected((user(short, short), b"")).digest is Digest.NO_KEY


def test_no_users_know_nothing() -> None:
    assert inspected() == Inspection(Digest.NO_KEY, Privacy.NO_KEY, None)
