"""The running simulator as its agents see it: commands to its worker, and what is known of the worker afterwards.

Owns that a change waits for a start or restart that is under way, and that all pages hear of it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Protocol

from trishul.services.bus import Bus
from trishul.services.events import StatusChanged
from trishul.services.simulator.agent_book import AgentBook
from trishul.workers.agent_commands import PutAgent, RemoveAgent
from trishul.workers.agent_messages import AgentSpec, DeviceSummary
from trishul.workers.message import Message
from trishul.workers.messages import RescanRecordings

MODULE = "simulator"


class Apply(Protocol):
    """Sends a command, made with its number, to the running worker; True when it has said that it holds."""

    def __call__(self, command: Callable[[int], Message], sockets: tuple[socket.socket, ...] = ()) -> Awaitable[bool]:
        """Waits a short time at most."""


class WorkerAgents:
    """Fulfils `simulated_agents.AgentHost`."""

    def __init__(
        self,
        bus: Bus,
        turn: asyncio.Lock,
        apply: Apply,
        *,
        find_book: Callable[[], AgentBook],
        is_up: Callable[[], bool],
        default_community: Callable[[], str],
        reconfigure: Callable[[], None],
        forget: Callable[[str], Awaitable[None]],
    ) -> None:
        """`turn` is held while the simulator starts or stops; `reconfigure` is for the worker that follows a crash.

        `forget` drops what is kept for an agent by its ID.
        """
        self._bus = bus
        self._turn = turn
        self._apply = apply
        self._find_book = find_book
        self._is_up = is_up
        self._default_community = default_community
        self._reconfigure = reconfigure
        self._forget = forget

    @property
    def is_up(self) -> bool:
        """True from a start to a stop, whatever becomes of the worker meanwhile."""
        return self._is_up()

    @property
    def book(self) -> AgentBook:
        """What the worker serves; empty while there is none."""
        return self._find_book()

    @property
    def default_community(self) -> str:
        """Of the default device."""
        return self._default_community()

    async def put_agent(self, spec: AgentSpec, sockets: tuple[socket.socket, ...]) -> None:
        """Has the worker serve an agent; waits until it does."""
        async with self._turn:
            self._reconfigure()
            if await self._apply(lambda sequence: PutAgent(sequence, spec), sockets):
                community = spec.community.decode(errors="replace")
                self.book.forget(spec.id)
                self.book.agents[spec.id] = DeviceSummary(community, spec.name, spec.source, 0, spec.id)
        self._bus.publish(StatusChanged(MODULE))

    async def remove_agent(self, agent_id: str) -> None:
        """Has the worker serve an agent no longer; waits until it has stopped."""
        await self._remove(agent_id, is_deleted=False)

    async def forget_agent(self, agent_id: str) -> None:
        """As `remove_agent`, for one that does not come back: nothing that was kept for it is kept any more."""
        await self._remove(agent_id, is_deleted=True)
        await self._forget(agent_id)

    async def _remove(self, agent_id: str, *, is_deleted: bool) -> None:
        async with self._turn:
            self._reconfigure()
            await self._apply(lambda sequence: RemoveAgent(sequence, agent_id, is_deleted))
            self.book.forget(agent_id)
        self._bus.publish(StatusChanged(MODULE))

    async def rescan(self) -> None:
        """Has the worker look at the folder of recordings; waits until it has."""
        async with self._turn:
            await self._apply(RescanRecordings)
