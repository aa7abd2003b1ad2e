"""SNMPv3 users as forms give them, in net-snmp's words, and the same checked and ready for use.

Owns the step from texts to `UserCredentials` with the field named that is wrong, for saved credentials, walks and
notifications alike. Keys are made once for trial, so that a key of the wrong length or a protocol that this host
refuses is said when it is typed and not when a message leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from trishul.errors import InvalidInput
from trishul.protocol.security.engine_id import parse_engine_id
from trishul.protocol.security.keys import KeyForm, KeyMaterial
from trishul.protocol.security.protocols import (
    SecurityLevel,
    parse_auth_protocol,
    parse_priv_protocol,
    parse_security_level,
)
from trishul.protocol.security.secrets import Secret
from trishul.protocol.security.users import MAX_NAME_OCTETS, UserCredentials
from trishul.services.wrong_fields import field_named

_ANY_ENGINE = b"\x80\x00\x1f\x88\x05trial"


@dataclass(frozen=True, slots=True)
class UserText:
    """A user as a form gives him: names of level and protocols as net-snmp or Cisco write them, None for none."""

    user: str
    level: str | None = None
    """None: the highest for which there are secrets."""
    auth_protocol: str | None = None
    auth_secret: Secret | None = None
    auth_form: KeyForm = KeyForm.PASSWORD
    priv_protocol: str | None = None
    priv_secret: Secret | None = None
    priv_form: KeyForm = KeyForm.PASSWORD
    context: str = ""
    engine_id: str = ""
    """Hexadecimal; empty where the engine is to be asked for it."""


@dataclass(frozen=True, slots=True)
class SnmpIdentity:
    """Who we are towards a peer, for every version: a community, or a user with a level, a context and an engine ID."""

    version: str
    community: Secret | None = None
    user: UserCredentials | None = field(default=None, repr=False)
    level: SecurityLevel = SecurityLevel.NO_AUTH_NO_PRIV
    context: str = ""
    engine_id: bytes = b""


def identity_of(text: UserText, *, tries_keys: bool = True) -> SnmpIdentity:
    """The user, checked. Raises InvalidInput with the field's name, CapabilityMissing.

    Trying keys takes milliseconds, which who loads many users that were tried before can save.
    """
    user = _user_of(text)
    level = user.level
    if text.level:
        with field_named("level", instead_of="security_level"):
            level = parse_security_level(text.level)
        if level > user.level:
            needed = "auth_protocol" if user.auth is None else "priv_protocol"
            raise InvalidInput(f"{level.label} needs {_NEEDED_WORDS[needed]}", field=needed)
    if len(text.context.encode()) > MAX_NAME_OCTETS:
        raise InvalidInput(f"A context has at most {MAX_NAME_OCTETS} octets", field="context")
    engine_id = parse_engine_id(text.engine_id) if text.engine_id.strip() else b""
    if tries_keys:
        _try_keys(user, text, engine_id or _ANY_ENGINE)
    return SnmpIdentity("3", None, user, level, text.context, engine_id)


_NEEDED_WORDS = {
    "auth_protocol": "an authentication protocol and its password or key",
    "priv_protocol": "a privacy protocol and its password or key",
}


def _user_of(text: UserText) -> UserCredentials:
    auth = parse_auth_protocol(text.auth_protocol) if text.auth_protocol else None
    priv = parse_priv_protocol(text.priv_protocol) if text.priv_protocol else None
    for name, protocol, secret in (("auth", auth, text.auth_secret), ("priv", priv, text.priv_secret)):
        if protocol is not None and not secret:
            raise InvalidInput(f"{protocol.label} needs a password or key", field=f"{name}_password")
        if protocol is None and secret:
            raise InvalidInput("A password or key needs its protocol", field=f"{name}_protocol")
    if priv is not None and auth is None:
        raise InvalidInput("Privacy needs authentication (RFC 3414 §1.4.3)", field="auth_protocol")
    auth_key = _material(text.auth_form, text.auth_secret, "auth")
    priv_key = _material(text.priv_form, text.priv_secret, "priv")
    return UserCredentials(text.user, auth, auth_key, priv, priv_key)


def _material(form: KeyForm, secret: Secret | None, name: str) -> KeyMaterial | None:
    if not secret:
        return None
    with field_named(_field_of(form, name), instead_of="password"):
        return KeyMaterial(form, secret)


def _try_keys(user: UserCredentials, text: UserText, engine_id: bytes) -> None:
    if user.auth is None:
        return
    quick = user.with_master_keys()
    with field_named(_field_of(text.auth_form, "auth"), instead_of="key"):
        UserCredentials(user.name, quick.auth, quick.auth_key).localized(engine_id)
    with field_named(_field_of(text.priv_form, "priv"), instead_of="key"):
        quick.localized(engine_id)


def _field_of(form: KeyForm, name: str) -> str:
    return f"{name}_password" if form is KeyForm.PASSWORD else f"{name}_key"


def read_key(digits: str, field_name: str) -> Secret:
    """The octets of a key in hexadecimal. Raises InvalidInput."""
    with field_named(field_name, instead_of="key"):
        return KeyMaterial.from_hex(KeyForm.MASTER, digits).secret
