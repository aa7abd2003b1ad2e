"""The simulator now, as REST and live pages show it."""

from __future__ import annotations

import msgspec


class SimulatedDevice(msgspec.Struct, frozen=True):
    """One device that the simulator answers for."""

    community: str
    name: str
    source: str
    instances: int


class SimulatorEngine(msgspec.Struct, frozen=True):
    """The simulator's SNMPv3 engine since its last start."""

    engine_id: str
    """In hexadecimal."""
    boots: int


class RefusedAsker(msgspec.Struct, frozen=True):
    """A saved user who cannot be answered, and why."""

    user: str
    reason: str


class SimulatorStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The simulator now (contract §2); shown to logged-in users only, because of the communities."""

    running: bool
    pid: int | None
    port: int
    community: str
    uptime_seconds: float | None
    requests: int
    last_activity: float | None
    host: str
    state: str
    error: str | None
    devices: list[SimulatedDevice]
    """At most 200; `devices_total` counts all."""
    devices_total: int
    warnings: list[str]
    drops: dict[str, int]
    kernel_drops: int
    transports: list[str]
    """udp and tcp, as far as they are served."""
    tcp_error: str | None
    """Why TCP is not."""
    connections: int
    """Over TCP, now."""
    connections_total: int
    engine: SimulatorEngine | None
    """None until the simulator has started once."""
    users: int
    """SNMPv3 users that are answered."""
    refused_users: list[RefusedAsker]
    access: dict[str, int] | None
    """Rows of each table of the access control; None where who is known sees everything."""
