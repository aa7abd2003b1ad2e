"""A notification that a device wants to be sent: to whom, as whom, and what. Whoever runs the device sends it.

The security of SNMPv3 is imported by who sends as a user: recordings are read without it, and somebody waits for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trishul.datatypes.oid import Oid
from trishul.datatypes.varbind import VarBind

if TYPE_CHECKING:
    from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
    from trishul.protocol.security.users import UserCredentials


@dataclass(frozen=True, slots=True)
class OrderedUser:
    """The SNMPv3 user that a line names, in its words: it may cross to another process, which credentials do not."""

    name: str
    auth: AuthProtocol | None
    auth_password: str = field(repr=False)
    priv: PrivProtocol | None
    priv_password: str = field(repr=False)

    def credentials(self) -> UserCredentials:
        """The user as notifiers take him. Raises InvalidInput."""
        from trishul.protocol.security.keys import KeyMaterial
        from trishul.protocol.security.users import UserCredentials

        return UserCredentials(
            self.name,
            self.auth,
            None if self.auth is None else KeyMaterial.password(self.auth_password),
            self.priv,
            None if self.priv is None else KeyMaterial.password(self.priv_password),
        )


@dataclass(frozen=True, slots=True)
class NotificationOrder:
    """One trap or inform."""

    host: str
    port: int
    version: str
    """1, 2c or 3."""
    community: bytes = field(repr=False)
    user: OrderedUser | None
    """Of version 3 alone."""
    is_inform: bool
    trap_oid: Oid
    varbinds: tuple[VarBind, ...]
    uptime: int | None = None
    """Hundredths of a second; None for the age of the sender."""
    agent_address: str | None = None
    """Of version 1 alone."""
    ip_version: int | None = None
