"""What the server and the simulator's worker tell each other about single agents.

Owns their shapes only; the commands and events that carry them are `messages`, what is done with them is
`served_agents`.
"""

from __future__ import annotations

from enum import IntFlag, StrEnum
from typing import TypeAlias

import msgspec

from trishul.engine.faults import Fault


class RestartedEngine(msgspec.Struct, frozen=True, array_like=True):
    """An SNMPv3 engine that has just started again."""

    engine_id: bytes
    boots: int


class AgentState(StrEnum):
    """How far an agent is; the words are shown to users."""

    COLD = "cold"
    """Known and not asked yet: its recording is read with the first request."""
    LOADING = "loading"
    LOADED = "loaded"
    FAILED = "failed"
    """Its recording cannot be read; tried again when the file changes."""


class AgentSpec(msgspec.Struct, array_like=True, frozen=True):
    """One agent: what it answers as and from which source. Communities are for workers and logged-in users only."""

    id: str
    name: str
    community: bytes = b""
    """Empty: no community asks for it."""
    recording: str = ""
    """Path of the file; empty for one that is made from modules, and for the demo switch."""
    source: str = ""
    """What people are told about where it comes from."""
    context: bytes = b""
    """Its SNMPv3 context; empty: named as the community, or by the ID where there is none."""
    user: str = ""
    """The SNMPv3 user who means it when he names no context."""
    engine_id: bytes = b""
    """An engine of its own, besides the shared one; at an address of its own, in its place."""
    seed: int = 0
    sockets: int = 0
    """How many sockets of its own it has; they come beside the message."""
    modules: list[str] = msgspec.field(default_factory=list)
    """MIB modules that it is made from."""
    rows: int | None = None
    """Of each table of such an agent; None: as many as the seed says."""

    @property
    def context_name(self) -> bytes:
        """The SNMPv3 context that it is."""
        return self.context or self.community or self.id.encode()

    def __repr__(self) -> str:
        return f"AgentSpec({self.id!r}, {self.source!r}, <hidden>)"


class AgentFigures(msgspec.Struct, array_like=True, frozen=True):
    """What an agent has done since the worker's start."""

    id: str
    state: AgentState
    instances: int
    requests: int
    varbinds: int
    errors: int
    last_request_at: float | None
    """Wall clock, seconds."""
    error: str | None = None
    findings: list[str] = msgspec.field(default_factory=list)
    """Of its recording, at most twenty."""


class OverridesOfAgent(msgspec.Struct, array_like=True, frozen=True):
    """All that users have put over what an agent's source says; empty for nothing."""

    agent_id: str
    values: list[tuple[str, int, bytes]] = msgspec.field(default_factory=list)
    """(dotted OID, tag, contents octets) of values that replace or extend the source's."""
    hidden: list[str] = msgspec.field(default_factory=list)
    """Dotted OIDs below which nothing is shown but such values."""


class FaultsOfAgent(msgspec.Struct, array_like=True, frozen=True):
    """All faults of an agent; none makes it healthy."""

    agent_id: str
    faults: list[Fault]
    seed: int = 0


class JournaledRequest(msgspec.Struct, array_like=True, frozen=True):
    """One request to an agent."""

    number: int
    """Of this agent, from 1 on since its journal began."""
    at: float
    """Wall clock, seconds."""
    source: str
    version: str
    pdu: str
    names: list[str]
    """The first 16 OIDs that were asked for."""
    names_total: int
    non_repeaters: int | None
    """Of a GETBULK only, as is the next."""
    max_repetitions: int | None
    varbinds: int | None
    """How many were answered; None for an error, or for no answer."""
    is_answered: bool = True
    """False where the agent is silent on purpose."""


class ClockChange(msgspec.Struct, array_like=True, frozen=True):
    """What becomes of an agent's clock: another speed, and a move ahead; None leaves it as it is."""

    speed: float | None = None
    step_s: float | None = None
    """Agent seconds ahead."""
    to_uptime_s: float | None = None
    """Ahead to this age of the agent."""
    before_wrap_of: bytes = b""
    """OID contents octets: ahead to `before_s` agent seconds before this counter is zero again."""
    before_s: float = 0.0


class ClockReading(msgspec.Struct, array_like=True, frozen=True):
    """An agent's clock as it stands."""

    speed: float
    uptime_s: float
    """Agent seconds since the agent has started."""
    sys_uptime: int | None
    """Hundredths of a second; None while its device is not loaded, or where it has none."""
    wraps_in_s: float | None
    """Agent seconds until sysUpTime is zero again; None where it never is."""


class FaultHits(msgspec.Struct, array_like=True, frozen=True):
    """How often each fault of an agent has hit, in their order."""

    agent_id: str
    hits: list[int]


class ObjectMark(IntFlag):
    """What is to be known about an instance beside its value."""

    NONE = 0
    MOVING = 1
    """Its value depends on the time."""
    SET = 2
    """A manager has set it."""
    COMPUTED = 4
    """No manager sets it: the device itself says what it is."""


ObjectRow: TypeAlias = tuple[
    bytes,  # OID contents octets
    int,  # tag of the value
    bytes,  # contents octets of the value
    int,  # ObjectMark
]


class SeenExchange(msgspec.Struct, array_like=True, frozen=True):
    """The last request of a group and its answer, or their beginnings, with their communities masked."""

    request: bytes
    answer: bytes
    """Empty where a fault has spoiled it."""
    request_size: int
    answer_size: int


class ActivityEntry(msgspec.Struct, array_like=True):
    """Requests of one peer, operation and device since the last report."""

    at: float
    source: str
    agent_id: str
    device: str
    """Name of the agent."""
    operation: str
    version: str
    requests: int
    varbinds: int
    errors: int
    first_oid: str
    last_oid: str
    last: SeenExchange


class DeviceSummary(msgspec.Struct, array_like=True, frozen=True):
    """One simulated device. The community is shown to logged-in users only (contract §2)."""

    community: str
    name: str
    source: str
    instances: int
    """0 while it is not loaded."""
    id: str = ""
