"""A command waits for the answer of its number, and no longer than it is meant to."""

from __future__ import annotations

import asyncio
import socket

import pytest

from trishul.services import answered_commands
from trishul.services.answered_commands import AnsweredCommands
from trishul.workers.agent_commands import AgentApplied
from trishul.workers.message import Message
from trishul.workers.messages import RescanRecordings


async def test_each_command_gets_the_answer_of_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []

    def send(command: Message, sockets: tuple[socket.socket, ...] = ()) -> bool:
        assert isinstance(command, RescanRecordings)
        sent.append(command.sequence)
        return True

    commands = AnsweredCommands(send)
    first, second = (asyncio.ensure_future(commands.ask(RescanRecordings)) for _ in range(2))
    await asyncio.sleep(0)
    commands.take(AgentApplied(sent[1]))
    commands.take(AgentApplied(99))
    assert await second == AgentApplied(sent[1])
    assert not first.done()
    monkeypatch.setattr(answered_commands, "PATIENCE_S", 0.0)
    assert await commands.ask(RescanRecordings) is None
    first.cancel()


async def test_without_a_worker_nothing_is_waited_for() -> None:
    assert not await AnsweredCommands(lambda command, sockets=(): False).apply(RescanRecordings)
