"""What is told about the simulator as a whole: its status and the outcomes of its verbs.

Owns the shapes; what is in them is `simulator`.
"""

from __future__ import annotations

import msgspec

from trishul.services.simulator.agent_book import AgentBook
from trishul.services.traps.security import engine_text
from trishul.workers.agent_messages import DeviceSummary
from trishul.workers.messages import AskersServed


class SimulatedDevice(msgspec.Struct, frozen=True):
    """One device that the simulator answers for."""

    community: str
    name: str
    source: str
    instances: int
    """0 while it is not loaded, which happens when it is first asked."""
    id: str
    state: str
    """cold, loading, loaded or failed."""


class SimulatorEngine(msgspec.Struct, frozen=True):
    """The simulator's SNMPv3 engine since its last start."""

    engine_id: str
    """In hexadecimal."""
    engine: str
    """The same in words."""
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
    set_values: int
    """Instances that managers have set, created or destroyed."""
    access: dict[str, int] | None
    """Rows of each table of the access control; None where who is known sees everything."""


class SimulatorStarted(msgspec.Struct, frozen=True):
    """Outcome of `start` and `restart`."""

    status: str
    pid: int | None
    port: int
    community: str


class OverridesSaved(msgspec.Struct, frozen=True):
    """Outcome of `save_data`; `applied` says whether a running simulator answers with them already."""

    status: str
    count: int
    applied: bool


class AccessSaved(msgspec.Struct, frozen=True):
    """Outcome of `save_access`; `applied` says whether a running simulator decides by it already."""

    status: str
    applied: bool


def shown_device(device: DeviceSummary, book: AgentBook) -> SimulatedDevice:
    """A device with what became of it."""
    figures = book.figures(device.id)
    return SimulatedDevice(
        device.community, device.name, device.source, figures.instances, device.id, str(figures.state)
    )


def shown_engine(engine_id: bytes, boots: int) -> SimulatorEngine:
    """An engine with its ID in words."""
    return SimulatorEngine(engine_id.hex(), engine_text(engine_id), boots)


def refused_askers(asked: AskersServed | None) -> list[RefusedAsker]:
    """Saved users that the worker could not take; none before it was told."""
    return [] if asked is None else [RefusedAsker(one.user, one.reason) for one in asked.refused]
