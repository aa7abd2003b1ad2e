"""What the server tells the simulator's worker about single agents, and what comes back, beside `messages`.

Owns the commands; the shapes that they carry are `agent_messages`.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from trishul.workers.agent_messages import (
    AgentSpec,
    AgentState,
    ClockChange,
    ClockReading,
    FaultHits,
    FaultsOfAgent,
    JournaledRequest,
    ObjectRow,
    OverridesOfAgent,
    RestartedEngine,
)
from trishul.workers.message import Message


class ApplyOverrides(Message):
    """Replaces the overrides of one agent; answered by `OverridesApplied`."""

    sequence: int
    agent: OverridesOfAgent


class OverridesApplied(Message):
    """Answer to `ApplyOverrides`."""

    sequence: int


class ReadObjects(Message):
    """Tell instances of an agent with their values of now, loading it where need be; answered by `ObjectsRead`."""

    sequence: int
    agent_id: str
    after: bytes = b""
    """OID contents octets; only instances behind it."""
    below: bytes = b""
    """OID contents octets; only instances at and below it. Empty for all."""
    limit: int = 0
    names: list[bytes] = msgspec.field(default_factory=list)
    """These instances, as far as they are there, and no others."""


class ObjectsRead(Message):
    """Answer to `ReadObjects`."""

    sequence: int
    state: AgentState
    """Where it is not loaded there are no rows."""
    error: str | None = None
    rows: list[ObjectRow] = msgspec.field(default_factory=list)
    total: int = 0
    """Instances of the agent altogether."""
    is_more: bool = False
    """True when more instances follow the last row."""


class ApplyFaults(Message):
    """Replaces the faults of one agent; answered by `FaultsApplied`."""

    sequence: int
    agent: FaultsOfAgent


class FaultsApplied(Message):
    """Answer to `ApplyFaults`."""

    sequence: int


class FaultsObserved(Message):
    """Faults have hit since the report before."""

    agents: list[FaultHits]


class PutAgent(Message):
    """Serves an agent, in the place of one with its ID; its sockets come beside. Answered by `AgentApplied`."""

    sequence: int
    agent: AgentSpec


class RemoveAgent(Message):
    """Serves an agent no longer; answered by `AgentApplied`."""

    sequence: int
    agent_id: str
    is_deleted: bool = False
    """True when it does not come back: what managers had set on it is forgotten."""


class AgentApplied(Message):
    """Answer to `PutAgent` and `RemoveAgent`."""

    sequence: int


class ReadJournal(Message):
    """Tell what an agent was asked, and forget it if that is meant; answered by `JournalRead`."""

    sequence: int
    agent_id: str
    forgets: bool = False


class JournalRead(Message):
    """Answer to `ReadJournal`, the oldest request first."""

    sequence: int
    requests: list[JournaledRequest]
    began_at: float = 0.0
    """Unix seconds; a journal begins with its worker, and anew when it is forgotten."""


class SetClock(Message):
    """Change the clock of an agent, or only tell it; answered by `ClockTold`."""

    sequence: int
    agent_id: str
    change: ClockChange | None = None


class ClockTold(Message):
    """Answer to `SetClock`: how the clock stands, or why it could not be changed."""

    sequence: int
    reading: ClockReading | None
    error: str = ""


class RebootAgent(Message):
    """Let an agent be as if it had just started; answered by `AgentRebooted`."""

    sequence: int
    agent_id: str


class AgentRebooted(Message):
    """Answer to `RebootAgent`, with the agent's own SNMPv3 engine; None where it shares that of others."""

    sequence: int
    engine: RestartedEngine | None


AgentControl: TypeAlias = ApplyFaults | ReadJournal | SetClock | RebootAgent
"""Commands about one agent that change nothing of what it is."""
