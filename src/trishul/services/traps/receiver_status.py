"""The receiver as people see it: where it listens, what became of what it received, and how a start ended.

Owns the shapes; `traps` fills them.
"""

from __future__ import annotations

import msgspec


class UnusableUser(msgspec.Struct, frozen=True):
    """A saved user whom the receiver cannot use, and why."""

    user: str
    reason: str


class TrapsStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The receiver now (contract §2)."""

    running: bool
    pid: int | None
    port: int
    resolve_mibs: bool
    uptime_seconds: float | None
    host: str
    state: str
    error: str | None
    received: int
    stored: int
    waiting: int
    total: int
    pruned: int
    """Deleted since the server's start because there were too many, or too old ones (`/api/traps/policy`)."""
    drops: dict[str, int]
    kernel_drops: int
    transports: list[str]
    """udp and tcp, as far as they are served."""
    tcp_error: str | None
    """Why TCP is not."""
    connections: int
    """Over TCP, now."""
    connections_total: int
    buffer_bytes: int
    store_error: str | None
    engine_id: str | None
    """Our snmpEngineID, hexadecimal: informs of SNMPv3 are sent to it. None while the receiver is stopped."""
    engine: str | None
    """The same in words."""
    engine_boots: int | None
    engine_warning: str | None
    """Why the engine is not the one that it was."""
    users: int
    """SNMPv3 users whose notifications are taken."""
    unusable_users: list[UnusableUser]


class ReceiverStarted(msgspec.Struct, frozen=True):
    """Outcome of `start`."""

    status: str
    pid: int | None
    port: int
    resolve_mibs: bool
