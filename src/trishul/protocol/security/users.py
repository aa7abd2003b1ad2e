"""Users: as people configure them, and prepared for one engine (RFC 3414 §2.1, usmUserTable).

Owns which secrets make a level and the step from credentials to keys. A prepared user is made once per engine and kept:
localizing takes milliseconds where it starts from a password.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trishul.errors import InvalidInput
from trishul.protocol.security.digests import Authenticator
from trishul.protocol.security.keys import KeyMaterial, auth_key, priv_key
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel

if TYPE_CHECKING:
    from trishul.protocol.security.ciphers import PrivacyCipher

MAX_NAME_OCTETS = 32
"""RFC 3414 §5, usmUserName."""


@dataclass(frozen=True, slots=True)
class UserCredentials:
    """A user as configured. Raises InvalidInput for secrets without a protocol and the other way round.

    ```python
    from trishul.protocol.security.keys import KeyMaterial
    from trishul.protocol.security.protocols import AuthProtocol, SecurityLevel
    from trishul.protocol.security.users import UserCredentials

    user = UserCredentials("bert", AuthProtocol.SHA256, KeyMaterial.password("maplesyrup"))
    assert user.level is SecurityLevel.AUTH_NO_PRIV
    assert "maple" not in repr(user)
    ```
    """

    name: str
    auth: AuthProtocol | None = None
    auth_key: KeyMaterial | None = None
    priv: PrivProtocol | None = None
    priv_key: KeyMaterial | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.name.encode()) <= MAX_NAME_OCTETS:
            raise InvalidInput(f"A user name has 1 to {MAX_NAME_OCTETS} octets", field="user")
        if (self.auth is None) != (self.auth_key is None):
            raise InvalidInput("Authentication needs a protocol and a password or key", field="auth_protocol")
        if (self.priv is None) != (self.priv_key is None):
            raise InvalidInput("Privacy needs a protocol and a password or key", field="priv_protocol")
        if self.priv is not None and self.auth is None:
            raise InvalidInput("Privacy needs authentication", field="auth_protocol")

    @property
    def level(self) -> SecurityLevel:
        """The highest level this user can have."""
        if self.priv is not None:
            return SecurityLevel.AUTH_PRIV
        return SecurityLevel.NO_AUTH_NO_PRIV if self.auth is None else SecurityLevel.AUTH_NO_PRIV

    def with_master_keys(self) -> UserCredentials:
        """The same with passwords turned into master keys, after which each engine costs little."""
        if self.auth is None:
            return self
        masters = {
            field: material.master(self.auth)
            for field, material in (("auth_key", self.auth_key), ("priv_key", self.priv_key))
            if material is not None
        }
        return replace(self, **masters)  # type: ignore[arg-type]  # only the two key fields

    def localized(self, engine_id: bytes) -> LocalizedUser:
        """This user at an engine. Raises InvalidInput, CapabilityMissing."""
        authenticator = cipher = None
        if self.auth is not None and self.auth_key is not None:
            authenticator = Authenticator(self.auth, auth_key(self.auth, self.auth_key, engine_id))
            if self.priv is not None and self.priv_key is not None:
                from trishul.protocol.security.ciphers import open_cipher

                cipher = open_cipher(self.priv, priv_key(self.priv, self.auth, self.priv_key, engine_id))
        return LocalizedUser(self.name.encode(), engine_id, authenticator, cipher)


class LocalizedUser:
    """A user at one engine, with keys ready for use; secrets stay inside."""

    __slots__ = ("authenticator", "cipher", "engine_id", "level", "name")

    def __init__(
        self,
        name: bytes,
        engine_id: bytes,
        authenticator: Authenticator | None = None,
        cipher: PrivacyCipher | None = None,
    ) -> None:
        self.name = name
        self.engine_id = engine_id
        self.authenticator = authenticator
        self.cipher = cipher
        self.level = SecurityLevel.NO_AUTH_NO_PRIV
        if authenticator is not None:
            self.level = SecurityLevel.AUTH_NO_PRIV if cipher is None else SecurityLevel.AUTH_PRIV

    def __repr__(self) -> str:
        return f"LocalizedUser({self.name!r}, engine {self.engine_id.hex()}, {self.level.label})"
