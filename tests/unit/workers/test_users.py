"""Users on the channel: nothing of them is lost on the way, nothing of them is printed."""

from __future__ import annotations

import msgspec
import pytest

from trishul.errors import InvalidInput
from trishul.protocol.security.keys import KeyForm, KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
from trishul.protocol.security.secrets import Secret
from trishul.protocol.security.users import UserCredentials
from trishul.workers.messages import SnmpUser
from trishul.workers.users import credentials_of, snmp_user

ENGINE_ID = bytes.fromhex("8000000001020304")
MAPLE, PANCAKES = KeyMaterial.password("maplesyrup"), KeyMaterial.password("pancakes")
OPS = UserCredentials("ops", AuthProtocol.SHA256, MAPLE, PrivProtocol.AES256_REEDER, PANCAKES)


@pytest.mark.parametrize(
    "credentials",
    [
        UserCredentials("open"),
        UserCredentials("bert", AuthProtocol.MD5, KeyMaterial(KeyForm.MASTER, Secret(bytes(16)))),
        UserCredentials("ernie", AuthProtocol.SHA512, KeyMaterial(KeyForm.LOCALIZED, Secret(b"\xff" * 64))),
        OPS,
        OPS.with_master_keys(),
        *(UserCredentials("all", AuthProtocol.SHA, MAPLE, priv, PANCAKES) for priv in PrivProtocol),
    ],
)
def test_a_user_survives_the_channel(credentials: UserCredentials) -> None:
    sent = snmp_user(credentials, engine_id=ENGINE_ID)
    received = msgspec.msgpack.decode(msgspec.msgpack.encode(sent), type=SnmpUser)
    assert received == sent
    assert credentials_of(received) == credentials
    assert (received.engine_id, received.level) == (ENGINE_ID, credentials.level)


@pytest.mark.parametrize("level", SecurityLevel)
def test_secrets_above_the_level_stay_where_they_are(level: SecurityLevel) -> None:
    user = snmp_user(OPS, level=level)
    assert credentials_of(user).level is level
    assert (b"pancakes" in msgspec.msgpack.encode(user)) is (level is SecurityLevel.AUTH_PRIV)


def test_a_level_without_secrets_is_refused() -> None:
    with pytest.raises(InvalidInput, match="authPriv"):
        snmp_user(UserCredentials("bert", AuthProtocol.SHA, MAPLE), level=SecurityLevel.AUTH_PRIV)


def test_a_user_on_the_channel_shows_no_secret() -> None:
    shown = repr(snmp_user(OPS, engine_id=ENGINE_ID))
    assert "ops" in shown
    assert "8000000001020304" in shown
    assert not any(word in shown for word in ("maple", "pancake"))
