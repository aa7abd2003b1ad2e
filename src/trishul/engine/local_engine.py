"""An SNMP engine of ours: its identity, its clock, who may ask, and what it answers for (RFC 3411 §3.1.1).

Owns the state that agents and receivers of informs share as authoritative engines. Keeps nothing on disk: who starts it
knows how often it has started (RFC 3414 §2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trishul.engine.instances import InstanceTable
from trishul.protocol.security.engine_id import check_engine_id
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
from trishul.protocol.security.reports import Refusal
from trishul.protocol.security.time_window import LocalClock
from trishul.protocol.security.users import LocalizedUser, UserCredentials

DEFAULT_CONTEXT = b""


class LocalEngine:
    """One engine. `users` and `contexts` may change while it serves."""

    __slots__ = ("clock", "contexts", "engine_id", "protocols", "statistics", "user_contexts", "users")

    def __init__(
        self,
        engine_id: bytes,
        users: Iterable[UserCredentials],
        contexts: Mapping[bytes, InstanceTable],
        *,
        boots: int,
        started_at: float,
    ) -> None:
        """Localizes the users, which takes milliseconds for each password. Raises InvalidInput, CapabilityMissing."""
        check_engine_id(engine_id)
        self.engine_id = engine_id
        self.clock = LocalClock(boots, started_at)
        self.users: dict[bytes, LocalizedUser] = {}
        self.protocols: dict[bytes, tuple[AuthProtocol | None, PrivProtocol | None]] = {}
        """What each user is protected by, as usmUserTable tells it."""
        self.contexts = dict(contexts)
        """Context name to device; the default context has an empty name."""
        self.user_contexts: dict[bytes, bytes] = {}
        """The context that a user means who names none, where it is not the default one."""
        self.statistics = dict.fromkeys(Refusal, 0)
        """The counters of SNMP-USER-BASED-SM-MIB, SNMP-MPD-MIB and SNMP-TARGET-MIB."""
        for user in users:
            self.add_user(user)

    def add_user(self, credentials: UserCredentials) -> None:
        """Adds or replaces a user. Raises InvalidInput, CapabilityMissing."""
        user = credentials.localized(self.engine_id)
        self.users[user.name] = user
        self.protocols[user.name] = credentials.auth, credentials.priv

    def remove_user(self, name: bytes) -> None:
        """Forgets a user, if there is one of this name."""
        self.users.pop(name, None)
        self.protocols.pop(name, None)

    def restart(self, boots: int, now: float) -> None:
        """Begins its time and its counters anew; users and contexts stay. Raises InvalidInput for impossible boots."""
        self.clock = LocalClock(boots, now)
        self.statistics.update(dict.fromkeys(Refusal, 0))

    def context_meant(self, user: LocalizedUser, context_name: bytes) -> bytes:
        """The context of a request: the one that it names, or the one that its user means without a name."""
        return context_name or self.user_contexts.get(user.name, DEFAULT_CONTEXT)

    def lowest_level(self, user: LocalizedUser) -> SecurityLevel:
        """The level below which a user sees nothing: who can authenticate must, as net-snmp's `rouser` has it."""
        return SecurityLevel.AUTH_NO_PRIV if user.level else SecurityLevel.NO_AUTH_NO_PRIV

    def count(self, refusal: Refusal) -> int:
        """Adds one to a counter and gives its value."""
        number = self.statistics[refusal] = self.statistics[refusal] + 1
        return number
