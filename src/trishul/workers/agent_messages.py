"""What the server and the simulator's worker tell each other about single agents.

Owns their shapes only; the commands and events that carry them are `messages`, what is done with them is
`served_agents`.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from trishul.engine.faults import Fault


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
    """Empty with `user` or `context`: no community asks for it."""
    recording: str = ""
    """Path of the file; empty for the demo switch."""
    source: str = ""
    """What people are told about where it comes from."""
    context: bytes = b""
    """Context name at the shared engine; empty: that of the community."""
    user: str = ""
    """The SNMPv3 user who sees it in the context without a name."""
    engine_id: bytes = b""
    """An engine of its own, besides the shared one."""
    seed: int = 0
    overrides: list[tuple[str, int, bytes]] = msgspec.field(default_factory=list)
    """(dotted OID, tag, contents octets) of values that replace or extend the source's."""
    sockets: int = 0
    """How many sockets of its own it has; they come beside the message."""

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


class FaultsOfAgent(msgspec.Struct, array_like=True, frozen=True):
    """All faults of an agent; none makes it healthy."""

    agent_id: str
    faults: list[Fault]
    seed: int = 0


class FaultHits(msgspec.Struct, array_like=True, frozen=True):
    """How often each fault of an agent has hit, in their order."""

    agent_id: str
    hits: list[int]
