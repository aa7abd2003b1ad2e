"""Commands for agents wait for a start that is under way, and pages hear of every change."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from trishul.services.bus import Bus
from trishul.services.simulator.agent_book import AgentBook
from trishul.services.simulator.agent_host import WorkerAgents
from trishul.workers.agent_commands import PutAgent, RemoveAgent
from trishul.workers.agent_messages import AgentSpec
from trishul.workers.message import Message
from trishul.workers.messages import RescanRecordings


async def test_a_change_waits_for_its_turn_and_is_booked_when_it_holds() -> None:
    sent: list[Message] = []
    book = AgentBook()
    turn = asyncio.Lock()

    async def apply(command: Callable[[int], Message], sockets: tuple[socket.socket, ...] = ()) -> bool:
        sent.append(command(1))
        return True

    forgotten: list[str] = []

    async def forget(agent_id: str) -> None:
        forgotten.append(agent_id)

    host = WorkerAgents(
        Bus(),
        turn,
        apply,
        find_book=lambda: book,
        is_up=lambda: True,
        default_community=lambda: "public",
        reconfigure=lambda: None,
        forget=forget,
    )
    assert (host.is_up, host.default_community) == (True, "public")
    spec = AgentSpec("1", "router", b"lab")
    async with turn:
        putting = asyncio.ensure_future(host.put_agent(spec, ()))
        await asyncio.sleep(0)
        assert sent == []
    await putting
    assert book.agents["1"].community == "lab"
    await host.remove_agent("1")
    await host.rescan()
    await host.forget_agent("2")
    removals = [RemoveAgent(1, "1"), RescanRecordings(1), RemoveAgent(1, "2", is_deleted=True)]
    assert sent == [PutAgent(1, spec), *removals]
    assert forgotten == ["2"]
    assert book.agents == {}
