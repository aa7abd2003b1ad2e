"""Users and what they need."""

import pytest

from tests.unit.protocol.security.exchanges import ENGINE_ID, credentials
from trishul.errors import InvalidInput
from trishul.protocol.security.keys import KeyForm, KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
from trishul.protocol.security.users import UserCredentials

PASSWORD = KeyMaterial.password("maplesyrup")


@pytest.mark.parametrize(
    ("auth", "priv", "level"),
    [
        (None, None, SecurityLevel.NO_AUTH_NO_PRIV),
        (AuthProtocol.SHA, None, SecurityLevel.AUTH_NO_PRIV),
        (AuthProtocol.SHA, PrivProtocol.DES, SecurityLevel.AUTH_PRIV),
    ],
)
def test_the_level_follows_from_the_protocols(
    auth: AuthProtocol | None, priv: PrivProtocol | None, level: SecurityLevel
) -> None:
    user = credentials("bert", auth, priv)
    assert user.level is level
    localized = user.localized(ENGINE_ID)
    assert localized.level is level
    assert (localized.name, localized.engine_id) == (b"bert", ENGINE_ID)


@pytest.mark.parametrize(
    "settings",
    [
        {"name": ""},
        {"name": "ü" * 17},
        {"name": "u", "auth": AuthProtocol.SHA},
        {"name": "u", "auth_key": PASSWORD},
        {"name": "u", "auth": AuthProtocol.SHA, "auth_key": PASSWORD, "priv": PrivProtocol.DES},
        {"name": "u", "auth": AuthProtocol.SHA, "auth_key": PASSWORD, "priv_key": PASSWORD},
        {"name": "u", "priv": PrivProtocol.DES, "priv_key": PASSWORD},
    ],
)
def test_what_does_not_go_together_is_refused(settings: dict) -> None:
    with pytest.raises(InvalidInput):
        UserCredentials(**settings)


def test_master_keys_replace_passwords_and_give_the_same_user() -> None:
    user = credentials("bert", AuthProtocol.SHA256, PrivProtocol.AES128)
    masters = user.with_master_keys()
    assert masters.auth_key is not None
    assert masters.auth_key.form is KeyForm.MASTER
    assert masters.priv_key is not None
    assert masters.priv_key.form is KeyForm.MASTER
    ours, theirs = user.localized(ENGINE_ID), masters.localized(ENGINE_ID)
    assert ours.authenticator is not None
    assert theirs.authenticator is not None
    assert ours.authenticator.mac(b"head", b"tail") == theirs.authenticator.mac(b"head", b"tail")
    assert credentials("bert").with_master_keys() == credentials("bert")


def test_no_secret_shows() -> None:
    user = credentials("bert", AuthProtocol.SHA256, PrivProtocol.AES128)
    for shown in (user, user.with_master_keys(), user.localized(ENGINE_ID)):
        assert "maple" not in repr(shown)
        assert "pancakes" not in repr(shown)
        assert "bert" in repr(shown)
