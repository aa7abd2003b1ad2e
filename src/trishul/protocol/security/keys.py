"""From passwords to the keys of one engine (RFC 3414 §2.6 and A.2, RFC 7860 §4, the AES and 3DES drafts).

Owns password to key, localization, key extension and keyChange. Remembers nothing: turning a password into a master key
hashes a million octets, so who has many engines keeps the master key (`KeyMaterial.master`) and localizes that.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from trishul.errors import InvalidInput
from trishul.protocol.security.digests import digest, new_hash
from trishul.protocol.security.protocols import AuthProtocol, KeyExtension, PrivProtocol
from trishul.protocol.security.secrets import Secret

MIN_PASSWORD_OCTETS = 8
"""RFC 3414 §11.2."""
MAX_PASSWORD_OCTETS = 1024
_EXPANDED_OCTETS = 1_048_576
"""RFC 3414 A.2: the password repeated to this length is hashed."""


class KeyForm(Enum):
    """What a secret is: the three forms that net-snmp takes (`-A`, `-3m`, `-3k`)."""

    PASSWORD = "password"  # noqa: S105 -- the name of a form
    MASTER = "master"
    LOCALIZED = "localized"


@dataclass(frozen=True, slots=True)
class KeyMaterial:
    """A secret and its form. Raises InvalidInput for a password that is too short."""

    form: KeyForm
    secret: Secret

    def __post_init__(self) -> None:
        size = len(self.secret.reveal())
        if self.form is KeyForm.PASSWORD and size < MIN_PASSWORD_OCTETS:
            raise InvalidInput(f"A password has at least {MIN_PASSWORD_OCTETS} characters", field="password")
        if size > MAX_PASSWORD_OCTETS:
            raise InvalidInput(f"A secret has at most {MAX_PASSWORD_OCTETS} octets", field="password")

    @classmethod
    def password(cls, password: Secret | str | bytes) -> KeyMaterial:
        """From a password of at least eight octets (RFC 3414 §11.2)."""
        return cls(KeyForm.PASSWORD, password if isinstance(password, Secret) else Secret(password))

    @classmethod
    def from_hex(cls, form: KeyForm, digits: str) -> KeyMaterial:
        """From a master or localized key in hexadecimal, with `0x` or without. Raises InvalidInput."""
        plain = digits.strip().removeprefix("0x").removeprefix("0X").replace(":", "").replace(" ", "")
        try:
            octets = bytes.fromhex(plain)
        except ValueError:
            raise InvalidInput("A key is written in hexadecimal digits", field="key") from None
        return cls(form, Secret(octets))

    def master(self, protocol: AuthProtocol) -> KeyMaterial:
        """The same with a password turned into its master key; keys stay as they are."""
        if self.form is not KeyForm.PASSWORD:
            return self
        return KeyMaterial(KeyForm.MASTER, Secret(master_key(protocol, self.secret.reveal())))


def master_key(protocol: AuthProtocol, password: bytes) -> bytes:
    """Ku of a password (RFC 3414 A.2). Raises InvalidInput, CapabilityMissing."""
    if not password:
        raise InvalidInput("A password has at least one character", field="password")
    return _expand(protocol, password)


def localized_key(protocol: AuthProtocol, master: bytes, engine_id: bytes) -> bytes:
    """Kul of a master key at an engine (RFC 3414 §2.6)."""
    return digest(protocol, master, engine_id, master)


def extended_key(
    extension: KeyExtension, protocol: AuthProtocol, localized: bytes, engine_id: bytes, octets: int
) -> bytes:
    """A localized key made at least so long, cut to that length."""
    key = localized
    part = localized
    while len(key) < octets:
        if extension is KeyExtension.BLUMENTHAL:
            part = digest(protocol, key)
        else:
            part = localized_key(protocol, _expand(protocol, part), engine_id)
        key += part
    return key[:octets]


def auth_key(protocol: AuthProtocol, material: KeyMaterial, engine_id: bytes) -> bytes:
    """The authentication key at an engine. Raises InvalidInput for a key of another length than the hash."""
    return _localize(protocol, material, engine_id, protocol.digest_octets)


def priv_key(protocol: PrivProtocol, auth: AuthProtocol, material: KeyMaterial, engine_id: bytes) -> bytes:
    """The privacy key at an engine, of exactly the octets the protocol uses. Raises InvalidInput.

    A localized key may come as net-snmp keeps it, already cut or extended, or as the whole hash.
    """
    localized = _localize(auth, material, engine_id, min(protocol.key_octets, auth.digest_octets))
    return extended_key(protocol.extension, auth, localized, engine_id, protocol.key_octets)


def key_change(protocol: AuthProtocol, old_key: bytes, new_key: bytes, random: bytes) -> bytes:
    """The KeyChange value that turns one localized key into another (RFC 3414 §5, textual convention KeyChange)."""
    if len(old_key) != len(new_key) or len(random) != len(new_key):
        raise InvalidInput("Old key, new key and random octets are equally long", field="key")
    running = old_key
    delta = b""
    for start in range(0, len(new_key), protocol.digest_octets):
        part = new_key[start : start + protocol.digest_octets]
        running = digest(protocol, running, random)
        delta += bytes(left ^ right for left, right in zip(running, part, strict=False))
    return random + delta


def _expand(protocol: AuthProtocol, password: bytes) -> bytes:
    """The hash of a million octets of repeated password."""
    running = new_hash(protocol)
    block = password * (_EXPANDED_OCTETS // len(password) + 1)
    running.update(block[:_EXPANDED_OCTETS])
    return running.digest()


def _localize(protocol: AuthProtocol, material: KeyMaterial, engine_id: bytes, fewest: int) -> bytes:
    octets = material.secret.reveal()
    if material.form is KeyForm.LOCALIZED:
        if len(octets) < fewest:
            raise InvalidInput(f"A localized key needs {fewest} octets here, this one has {len(octets)}", field="key")
        return octets
    if material.form is KeyForm.PASSWORD:
        octets = master_key(protocol, octets)
    elif len(octets) != protocol.digest_octets:
        expected = protocol.digest_octets
        raise InvalidInput(f"A {protocol.label} master key has {expected} octets, not {len(octets)}", field="key")
    return localized_key(protocol, octets, engine_id)
