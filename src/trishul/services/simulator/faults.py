"""The faults of simulated agents: given, taken back, and how often each has hit.

Owns the memory of all agents' faults while the server runs: a worker that takes another one's place gets them, the
server's end makes every agent healthy. How people write faults is `fault_documents`, what they do is `engine.faults`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

import msgspec

from trishul.errors import TrishulError
from trishul.library.names import Names
from trishul.services.simulator.fault_documents import (
    FaultRow,
    FaultsDocument,
    check_faults,
    read_faults_document,
    row_of,
)
from trishul.simulation.fault_presets import PRESETS
from trishul.workers.agent_messages import DeviceSummary, FaultHits, FaultsOfAgent

DEFAULT_AGENT = "default"

Apply: TypeAlias = Callable[[FaultsOfAgent], Awaitable[bool]]


class AgentFaultsState(msgspec.Struct, frozen=True):
    """The faults of an agent; `hits` counts how often each has hit since it was set, as of a second ago."""

    agent: str
    seed: int
    preset: str | None
    faults: list[FaultRow]
    hits: list[int]
    applied: bool
    """Whether a running simulator does them already."""


class AgentsWithFaults(msgspec.Struct, frozen=True):
    """How many faults each agent has that is not healthy, by its ID."""

    agents: dict[str, int]


class UnknownAgent(TrishulError):
    """There is no agent of this ID or community."""

    code = "not_found"

    def __init__(self, agent: str) -> None:
        super().__init__("There is no such agent; those of recordings are known while the simulator runs")
        self.agent = agent


class _Given(NamedTuple):
    document: FaultsDocument
    meant: FaultsOfAgent
    applied: bool


class FaultKeeper:
    """Faults of all agents by their IDs."""

    def __init__(
        self, apply: Apply, agents: Callable[[], Mapping[str, DeviceSummary]], names: Callable[[], Names]
    ) -> None:
        """`apply` gives faults to the running worker and says whether it has taken them."""
        self._apply = apply
        self._agents = agents
        self._names = names
        self._given: dict[str, _Given] = {}
        self._hits: dict[str, list[int]] = {}

    def state(self, agent: str) -> AgentFaultsState:
        """The faults of an agent, by its ID or community. Raises UnknownAgent."""
        return self._state(self.id_of(agent))

    async def save(self, agent: str, data: Any) -> AgentFaultsState:
        """Checks and applies all faults of an agent, replacing those before. Raises UnknownAgent, FaultsRefused."""
        agent_id = self.id_of(agent)
        document = read_faults_document(data)
        preset = PRESETS[document.preset].faults if document.preset is not None else ()
        meant = FaultsOfAgent(agent_id, [*preset, *check_faults(document.faults, self._names())], document.seed)
        self._hits[agent_id] = [0] * len(meant.faults)
        self._given[agent_id] = _Given(document, meant, applied=False)
        applied = await self._apply(meant)
        self._given[agent_id] = _Given(document, meant, applied)
        return self._state(agent_id)

    async def clear(self, agent: str) -> AgentFaultsState:
        """Makes an agent healthy. Raises UnknownAgent."""
        agent_id = self.id_of(agent)
        self.forget(agent_id)
        applied = await self._apply(FaultsOfAgent(agent_id, []))
        return msgspec.structs.replace(self._state(agent_id), applied=applied)

    def forget(self, agent_id: str) -> None:
        """The agent does not come back."""
        self._given.pop(agent_id, None)
        self._hits.pop(agent_id, None)

    def overview(self) -> AgentsWithFaults:
        """Which agents are not healthy."""
        counts = {agent_id: len(given.meant.faults) for agent_id, given in self._given.items()}
        return AgentsWithFaults({agent_id: count for agent_id, count in counts.items() if count})

    def for_worker(self) -> list[FaultsOfAgent]:
        """What a new worker is to do."""
        return [given.meant for given in self._given.values()]

    def take(self, agents: list[FaultHits]) -> None:
        """Faults have hit."""
        self._hits.update((told.agent_id, told.hits) for told in agents)

    def id_of(self, agent: str) -> str:
        """The ID of an agent that is named by it or by its community. Raises UnknownAgent."""
        agents = self._agents()
        if agent == DEFAULT_AGENT or agent in agents:
            return agent
        for agent_id, device in agents.items():
            if device.community == agent:
                return agent_id
        raise UnknownAgent(agent)

    def _state(self, agent_id: str) -> AgentFaultsState:
        given = self._given.get(agent_id)
        if given is None:
            return AgentFaultsState(agent_id, 0, None, [], [], applied=False)
        rows = [row_of(fault) for fault in given.meant.faults]
        hits = self._hits.get(agent_id, [0] * len(rows))
        return AgentFaultsState(agent_id, given.meant.seed, given.document.preset, rows, hits, given.applied)
