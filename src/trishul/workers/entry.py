"""The child's side that all roles share: descriptors, signals, channel, first configuration, end.

A worker lives as long as its channel: the end of the stream means that the server is gone, and the worker ends at once,
so a killed server leaves no orphan. SIGINT is the server's to decide about (Ctrl-C reaches the whole process group);
SIGTERM is a wish to end in order. Owns this frame; the roles are `workers.simulator` and `workers.receiver`. Start-up
time is waiting time of a user: no import here that the hot loop does not need.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import sys
from collections import deque
from collections.abc import Callable
from typing import Protocol

import msgspec

from trishul.errors import TrishulError
from trishul.workers.channel import Channel
from trishul.workers.message import Message
from trishul.workers.messages import Command, Failed, Ready, Stop
from trishul.workers.parent_process import die_with_parent

_TICK_S = 0.25


class Outlet(Protocol):
    """What a role says goes here."""

    def send(self, message: Message) -> bool:
        """Sends or queues; False when the server does not read."""

    def send_encoded(self, body: bytes) -> bool:
        """The same for msgpack."""

    @property
    def received_sockets(self) -> deque[socket.socket]:
        """Sockets that came beside commands, oldest first."""

    async def flush(self) -> None:
        """Waits until all is with the kernel or the server is gone."""


class Role(Protocol):
    """What a worker does between its configuration and its end."""

    def configure(self, command: Command) -> Ready:
        """Takes the first command and starts serving the sockets. Raises TrishulError."""

    def handle(self, command: Command) -> None:
        """Takes every later command but Stop."""

    def tick(self) -> None:
        """Called four times a second: time to report."""

    async def finish(self) -> None:
        """Stops serving and hands everything that waits to the outlet."""


MakeRole = Callable[[Outlet, list[socket.socket]], Role]


def run_worker(make_role: MakeRole, decoder: msgspec.msgpack.Decoder[Command]) -> None:
    """Runs a role until it is told to stop or the server is gone. Exit status 1 when it could not be configured."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    channel_end, *sockets = (socket.socket(fileno=int(descriptor)) for descriptor in sys.argv[1:])
    sys.exit(asyncio.run(_Worker(make_role, decoder, sockets).run(channel_end)))


class _Worker:
    """The life of one role on the event loop."""

    def __init__(
        self, make_role: MakeRole, decoder: msgspec.msgpack.Decoder[Command], sockets: list[socket.socket]
    ) -> None:
        self._make_role = make_role
        self._decoder = decoder
        self._sockets = sockets
        self._role: Role | None = None
        self._ended = asyncio.Event()
        self._finishing: asyncio.Task[None] | None = None
        self._status = 0

    async def run(self, channel_end: socket.socket) -> int:
        self._channel = Channel(
            channel_end,
            self._decoder,
            on_message=self._take,
            on_closed=lambda _reason: self._ended.set(),
            takes_sockets=True,
        )
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._finish)
        await self._ended.wait()
        await self._channel.flush()
        self._channel.close()
        return self._status

    def _take(self, command: Command) -> None:
        if isinstance(command, Stop):
            self._finish()
        elif self._role is None:
            self._configure(command)
        else:
            self._role.handle(command)

    def _configure(self, command: Command) -> None:
        role = self._make_role(self._channel, self._sockets)
        try:
            ready = role.configure(command)
        except TrishulError as error:
            self._channel.send(Failed(error.code, str(error)))
            self._status = 1
            self._ended.set()
            return
        gc.collect()
        gc.freeze()  # devices and modules stay for good: later collections need not look at them
        self._role = role
        self._channel.send(ready)
        self._tick()

    def _tick(self) -> None:
        if self._role is not None and not self._ended.is_set():
            self._role.tick()
            asyncio.get_running_loop().call_later(_TICK_S, self._tick)

    def _finish(self) -> None:
        if self._finishing is None:
            self._finishing = asyncio.get_running_loop().create_task(self._finish_role())

    async def _finish_role(self) -> None:
        try:
            if self._role is not None:
                await self._role.finish()
        finally:
            self._ended.set()
