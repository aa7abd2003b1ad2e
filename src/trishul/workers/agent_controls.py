"""What is done to single agents beside serving them: faults, journals, clocks and reboots.

Owns that all of it stays with an agent from device to device, and the server's commands about it; each of them has a
file of its own.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from trishul.simulation.device import Device
from trishul.snmp.agent import Agent
from trishul.workers.agent_clocks import AgentClocks
from trishul.workers.agent_commands import (
    AgentControl,
    ApplyFaults,
    FaultsApplied,
    FaultsObserved,
    JournalRead,
    ReadJournal,
)
from trishul.workers.agent_messages import RestartedEngine
from trishul.workers.entry import Outlet
from trishul.workers.faulty_agents import FaultyAgents
from trishul.workers.messages import ConfigureSimulator
from trishul.workers.request_journals import RequestJournals


class AgentControls:
    """Of all agents of a worker."""

    def __init__(
        self,
        agent: Agent,
        outlet: Outlet,
        command: ConfigureSimulator,
        *,
        load: Callable[[str], Awaitable[Device | None]],
        restart_engines: Callable[[str], Awaitable[RestartedEngine | None]],
    ) -> None:
        """`load` and `restart_engines`: as `AgentClocks`."""
        self._outlet = outlet
        self._faulty = FaultyAgents(agent, asyncio.get_running_loop().time)
        self._faulty.use(command.faults)
        self._journals = RequestJournals(agent)
        self._clocks = AgentClocks(
            outlet.send, time.monotonic, load=load, restart_engines=restart_engines, speeds=command.clock_speeds
        )

    def follow(self, agent_id: str, device: Device | None) -> None:
        """The agent answers from this device from now on; None for none at the moment."""
        self._faulty.follow(agent_id, device)
        self._journals.follow(agent_id, device)
        self._clocks.follow(agent_id, device)

    def forget(self, agent_id: str) -> None:
        """The agent is no more."""
        self._journals.remove(agent_id)
        self._clocks.forget(agent_id)

    def handle(self, command: AgentControl) -> None:
        """Does it and answers."""
        if isinstance(command, ApplyFaults):
            self._faulty.use([command.agent])
            self._outlet.send(FaultsApplied(command.sequence))
        elif isinstance(command, ReadJournal):
            requests = self._journals.read(command.agent_id, forgets=command.forgets)
            began_at = self._journals.began_at(command.agent_id)
            self._outlet.send(JournalRead(command.sequence, requests, began_at))
        else:
            self._clocks.handle(command)

    def report(self) -> None:
        """Tells which faults have hit since this was last called; journals are kept within their bound."""
        self._journals.keep_bounds()
        hits = self._faulty.news()
        if hits:
            self._outlet.send(FaultsObserved(hits))

    def close(self) -> None:
        """Gives up what is under way."""
        self._clocks.close()
