"""SNMPv3 users on the way to a worker: from credentials to what the channel carries, and back.

Owns the two forms' equivalence. The secrets themselves travel, since a worker has to make keys of them; the channel is
a socket pair that nobody else can open. Does not own what a level needs (`protocol.security.users`).
"""

from __future__ import annotations

from trishul.errors import InvalidInput
from trishul.protocol.security.keys import KeyForm, KeyMaterial
from trishul.protocol.security.protocols import SecurityLevel, parse_auth_protocol, parse_priv_protocol
from trishul.protocol.security.secrets import Secret
from trishul.protocol.security.users import UserCredentials
from trishul.workers.messages import SnmpUser


def snmp_user(credentials: UserCredentials, *, level: SecurityLevel | None = None, engine_id: bytes = b"") -> SnmpUser:
    """What the channel carries of a user; with a `level`, of his secrets only those that it needs.

    `engine_id` pins him to one engine. Who sends many users makes their passwords master keys before
    (`with_master_keys`), which costs milliseconds each. Raises InvalidInput for a level without secrets.
    """
    if level is None:
        level = credentials.level
    if level > credentials.level:
        raise InvalidInput(f"The user has no secrets for {level.label}", field="security_level")
    auth, priv = (credentials.auth, credentials.auth_key), (credentials.priv, credentials.priv_key)
    auth_protocol, auth_key = auth if level else (None, None)
    priv_protocol, priv_key = priv if level is SecurityLevel.AUTH_PRIV else (None, None)
    return SnmpUser(
        credentials.name,
        int(level),
        "" if auth_protocol is None else auth_protocol.label,
        *_form_and_octets(auth_key),
        "" if priv_protocol is None else priv_protocol.label,
        *_form_and_octets(priv_key),
        engine_id,
    )


def credentials_of(user: SnmpUser) -> UserCredentials:
    """The user as engines take him. Raises InvalidInput."""
    return UserCredentials(
        user.name,
        parse_auth_protocol(user.auth_protocol) if user.auth_protocol else None,
        _key_material(user.auth_form, user.auth_secret),
        parse_priv_protocol(user.priv_protocol) if user.priv_protocol else None,
        _key_material(user.priv_form, user.priv_secret),
    )


def _form_and_octets(key: KeyMaterial | None) -> tuple[str, bytes]:
    return ("", b"") if key is None else (key.form.value, key.secret.reveal())


def _key_material(form: str, octets: bytes) -> KeyMaterial | None:
    return KeyMaterial(KeyForm(form), Secret(octets)) if form else None
