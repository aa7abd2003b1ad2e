"""What the server tells the simulator's worker about single agents, and what comes back, beside `messages`.

Owns the commands; the shapes that they carry are `agent_messages`.
"""

from __future__ import annotations

from trishul.workers.agent_messages import AgentSpec, FaultHits, FaultsOfAgent
from trishul.workers.message import Message


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


class AgentApplied(Message):
    """Answer to `PutAgent` and `RemoveAgent`."""

    sequence: int
