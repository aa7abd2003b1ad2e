"""What the server knows of the agents of one worker process: which there are and what became of each.

Owns putting together what a worker tells bit by bit. Agents that people made are `agents`; this book has them too, as
far as they run.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from trishul.workers.agent_messages import AgentFigures, AgentState, DeviceSummary
from trishul.workers.messages import AgentsFound, Ready

MAX_TOLD_FINDINGS = 200
"""Sentences about recordings in the status; each agent has its own."""


class AgentBook:
    """Agents by their IDs, with their figures since the worker's start."""

    def __init__(self) -> None:
        self.agents: dict[str, DeviceSummary] = {}
        self._figures: dict[str, AgentFigures] = {}
        self._warnings: list[str] = []

    def begin(self, ready: Ready) -> None:
        """What a worker serves when it is ready; figures that came before are kept."""
        self.agents = {device.id: device for device in ready.devices}
        self._warnings = ready.warnings

    def take_found(self, found: AgentsFound) -> None:
        """The folder of recordings has changed."""
        for agent_id in found.removed:
            self.forget(agent_id)
        for device in found.added:
            self.agents[device.id] = device
        self._warnings = found.warnings

    def take_figures(self, figures: list[AgentFigures]) -> None:
        """What became of some agents."""
        self._figures.update((agent.id, agent) for agent in figures)

    def forget(self, agent_id: str) -> None:
        """It is served no longer."""
        self.agents.pop(agent_id, None)
        self._figures.pop(agent_id, None)

    def figures(self, agent_id: str) -> AgentFigures:
        """Of an agent; of one that was never asked they are zero."""
        found = self._figures.get(agent_id)
        if found is not None:
            return found
        device = self.agents.get(agent_id)
        instances = 0 if device is None else device.instances
        state = AgentState.LOADED if instances else AgentState.COLD
        return AgentFigures(agent_id, state, instances, 0, 0, 0, None)

    @property
    def instances(self) -> int:
        """Of all that are loaded."""
        return sum(self.figures(agent_id).instances for agent_id in self.agents)

    def warnings(self) -> list[str]:
        """What is wrong with the folder and with recordings that were read, as far as they are told."""
        return list(islice(chain(self._warnings, self._findings()), MAX_TOLD_FINDINGS))

    def _findings(self) -> Iterator[str]:
        for agent_id, figures in self._figures.items():
            device = self.agents.get(agent_id)
            if device is not None:
                sentences = figures.findings if figures.error is None else [figures.error]
                yield from (f"{device.source}: {sentence}" for sentence in sentences)
