"""Which agents of a simulator worker are faulty, whichever device they have at the moment.

A fault belongs to an agent, the engine knows devices: an agent's device comes with its first request, goes when others
need the room, and another one comes with new overrides. Owns keeping both together, and telling how often each fault
has hit; what faults do is `engine.faults`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from trishul.engine.faults import AgentFaults
from trishul.simulation.device import Device
from trishul.snmp.agent import Agent
from trishul.workers.agent_messages import FaultHits, FaultsOfAgent


class FaultyAgents:
    """Faults by agent ID, on one address."""

    def __init__(self, agent: Agent, now: Callable[[], float]) -> None:
        """`now`: the clock that the agent's engine is given."""
        self._agent = agent
        self._now = now
        self._faults: dict[str, AgentFaults] = {}
        self._devices: dict[str, Device] = {}
        self._told: dict[str, list[int]] = {}

    def use(self, each: Iterable[FaultsOfAgent]) -> None:
        """Gives each agent these faults in place of those that it had; their times and rhythms begin now."""
        for meant in each:
            self._faults.pop(meant.agent_id, None)
            self._told.pop(meant.agent_id, None)
            if meant.faults:
                self._faults[meant.agent_id] = AgentFaults(meant.faults, seed=meant.seed, since=self._now())
            self.follow(meant.agent_id, self._devices.get(meant.agent_id))

    def follow(self, agent_id: str, device: Device | None) -> None:
        """The agent answers from this device from now on; None for none at the moment."""
        before = self._devices.pop(agent_id, None)
        if before is not None:
            self._agent.faults.pop(before, None)
        if device is None:
            return
        self._devices[agent_id] = device
        faults = self._faults.get(agent_id)
        if faults is not None:
            self._agent.faults[device] = faults

    def news(self) -> list[FaultHits]:
        """Agents whose faults have hit since this was last asked."""
        changed = [
            (agent, faults.hits) for agent, faults in self._faults.items() if faults.hits != self._told.get(agent)
        ]
        self._told.update((agent, list(hits)) for agent, hits in changed)
        return [FaultHits(agent, list(hits)) for agent, hits in changed]
