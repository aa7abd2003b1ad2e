"""Whom to ask: a host, its version, its community or our user there, and how long to wait.

Owns the settings as users write them; the resolved form that engines work with is `engine.peers.Peer`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from trishul.engine.addresses import Address
from trishul.engine.peers import MAX_RETRIES, MAX_WAIT_S, Peer
from trishul.errors import InvalidInput
from trishul.protocol.message import Version
from trishul.transport.addresses import address_text, check_port

if TYPE_CHECKING:
    from trishul.protocol.security.protocols import SecurityLevel
    from trishul.protocol.security.users import UserCredentials

_VERSIONS = {
    "1": Version.V1,
    "v1": Version.V1,
    "2c": Version.V2C,
    "2": Version.V2C,
    "v2c": Version.V2C,
    "3": Version.V3,
    "v3": Version.V3,
}


@dataclass(frozen=True, slots=True)
class Target:
    """One SNMP peer. Raises InvalidInput for settings that cannot be meant.

    A try waits `timeout_s`, then up to `retries` further tries follow, each `backoff` times as long as the one
    before. The default of 1 keeps the waits equal, as net-snmp does.

    ```python
    target = Target("127.0.0.1", 161, community="public", version="2c", timeout_s=1.0, retries=3)
    assert "public" not in repr(target)
    ```

    SNMPv3 takes a user instead of the community:

    ```python
    from trishul.snmp import AuthProtocol, KeyMaterial, PrivProtocol, Target, UserCredentials

    auth_key, priv_key = KeyMaterial.password("maplesyrup"), KeyMaterial.password("pancakes")
    user = UserCredentials("bert", AuthProtocol.SHA256, auth_key, PrivProtocol.AES128, priv_key)
    target = Target("127.0.0.1", version="3", user=user)
    assert "maplesyrup" not in repr(target)
    ```
    """

    host: str
    port: int = 161
    community: str | bytes = field(default="public", repr=False)
    version: str = "2c"
    timeout_s: float = 1.0
    retries: int = 3
    backoff: float = 1.0
    ip_version: int | None = None
    """6: a name is resolved to IPv6. None: to IPv4 where it has both."""
    accepts_other_sources: bool = False
    """True: answers from another address than asked are used, for devices that have several."""
    transport: Literal["udp", "tcp"] = "udp"
    """tcp: messages go over one connection, which is kept (RFC 3430). Nothing is repeated while it stands: one try
    lasts as long as all tries would over UDP, and `retries` are further connections when it is lost."""
    accepts_cut_ids: bool = True
    """False: answers must repeat the whole request-id. Some devices keep 16 bits of it, or none."""
    user: UserCredentials | None = field(default=None, repr=False)
    """SNMPv3 only, and needed there. Who asks many targets with one user gives it `with_master_keys()`."""
    security_level: SecurityLevel | None = None
    """The user's highest level by default."""
    context: str = ""
    engine_id: bytes = b""
    """The target's snmpEngineID where it is known; otherwise the target is asked. Of traps, which nobody answers, it is
    the engine that they are sent as, ours otherwise."""
    context_engine_id: bytes = b""
    """Where another engine is to be reached through the target (RFC 3413 §3.5)."""

    def __post_init__(self) -> None:
        if not self.host.strip():
            raise InvalidInput("A target needs a host name or address", field="host")
        check_port(self.port, lowest=1)
        if self.version not in _VERSIONS:
            raise InvalidInput(f"The version is 1, 2c or 3, not {self.version!r}", field="version")
        if self.ip_version not in (None, 4, 6):
            raise InvalidInput("The IP version is 4 or 6", field="ip_version")
        if self.transport not in ("udp", "tcp"):
            raise InvalidInput(f"The transport is udp or tcp, not {self.transport!r}", field="transport")
        self.peer(("", self.port))  # checks the rest, in the one place that knows the limits

    def __str__(self) -> str:
        text = address_text((self.host, self.port))
        return f"tcp:{text}" if self.is_stream else text

    @property
    def is_stream(self) -> bool:
        """True over TCP."""
        return self.transport == "tcp"

    @property
    def snmp_version(self) -> Version:
        """The version as messages carry it."""
        return _VERSIONS[self.version]

    def peer(self, address: Address) -> Peer:
        """The same with a resolved address; for SNMPv3 it starts to learn about the target's engine."""
        remote = None
        if self.user is not None:
            from trishul.engine.remote_engine import RemoteEngine

            remote = RemoteEngine(
                self.user,
                level=self.security_level,
                context_name=self.context.encode(),
                engine_id=self.engine_id,
                context_engine_id=self.context_engine_id,
            )
        community = self.community.encode() if isinstance(self.community, str) else self.community
        if remote is not None:
            community = b""
        return Peer(
            address=address,
            version=self.snmp_version,
            community=community,
            timeout_s=self._patience_s if self.is_stream else self.timeout_s,
            retries=self.retries,
            backoff=self.backoff,
            accepts_other_sources=self.accepts_other_sources,
            accepts_cut_ids=self.accepts_cut_ids,
            is_stream=self.is_stream,
            name=str(self),
            remote=remote,
        )

    @property
    def _patience_s(self) -> float:
        """All waits together, if there is anything to wait for; what is out of bounds is the peer's to refuse."""
        if not 0 < self.timeout_s <= MAX_WAIT_S or not 0 <= self.retries <= MAX_RETRIES:
            return self.timeout_s
        waits = (self.timeout_s * self.backoff**number for number in range(self.retries + 1))
        return min(sum(waits), MAX_WAIT_S)
