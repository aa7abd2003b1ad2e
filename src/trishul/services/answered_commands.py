"""Commands to a worker that says when they hold, and its answers.

Owns the numbers by which answers find those who wait, and their patience: a worker that ends answers nobody.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from itertools import count
from typing import Protocol

from trishul.workers.message import Message

PATIENCE_S = 2.0


class Answer(Protocol):
    """What a worker says about the command of the same number."""

    @property
    def sequence(self) -> int:
        """The number."""


class Send(Protocol):
    """Sends a command, and sockets beside it, to the running worker; False when there is none."""

    def __call__(self, command: Message, sockets: tuple[socket.socket, ...] = ()) -> bool:
        """At once."""


class AnsweredCommands:
    """All commands of one service that wait for an answer."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._sequences = count(1)
        self._waiting: dict[int, asyncio.Future[Answer]] = {}

    async def apply(self, command: Callable[[int], Message], sockets: tuple[socket.socket, ...] = ()) -> bool:
        """Sends a command, made with its number; True when the running worker has said that it holds."""
        return await self.ask(command, sockets) is not None

    async def ask(self, command: Callable[[int], Message], sockets: tuple[socket.socket, ...] = ()) -> Answer | None:
        """Sends a command, made with its number; None where no worker runs, or says nothing in time."""
        sequence = next(self._sequences)
        answered = self._waiting[sequence] = asyncio.get_running_loop().create_future()
        try:
            if not self._send(command(sequence), sockets):
                return None
            await asyncio.wait({answered}, timeout=PATIENCE_S)
            return answered.result() if answered.done() else None
        finally:
            del self._waiting[sequence]

    def take(self, answer: Answer) -> None:
        """The worker has answered; nobody may wait any more."""
        answered = self._waiting.get(answer.sequence)
        if answered is not None and not answered.done():
            answered.set_result(answer)
