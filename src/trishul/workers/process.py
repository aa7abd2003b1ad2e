"""One worker process as the server sees it: spawn with inherited sockets, ready, messages, exit and its reason.

Owns the child's life from spawn to exit. Does not decide when to start or restart (supervisor) and knows no role: the
configuration message and the decoder of the role's events come in with the `Launch`.

The command line carries file descriptor numbers only; everything else, communities above all, travels over the channel,
because arguments and environment can be read by other users of the host.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from trishul.child_environment import child_environment
from trishul.errors import TrishulError
from trishul.workers.channel import Channel, channel_pair
from trishul.workers.message import Message
from trishul.workers.messages import Event, Failed, Loading, Ready, Stop

_STDERR_TAIL_BYTES = 8 << 10
_END_OF_CHANNEL_GRACE_S = 0.5


class WorkerFailed(TrishulError):
    """A worker process could not be started or ended before it was ready."""

    code = "worker_failed"

    def __init__(self, role: str, reason: str, *, reason_code: str | None = None) -> None:
        super().__init__(f"The {role} worker could not start: {reason}")
        self.role = role
        self.reason = reason
        self.reason_code = reason_code


@dataclass(frozen=True, slots=True)
class Launch:
    """What one worker process is started with; the sockets stay open here so that a successor can take them over."""

    module: str
    configure: Message
    sockets: tuple[socket.socket, ...]
    decoder: msgspec.msgpack.Decoder[Event]
    ready_timeout_s: float = 10.0
    further_sockets: tuple[socket.socket, ...] = ()
    """Handed on after the others, but of whoever launches: they stay open when the launch is over."""

    @property
    def role(self) -> str:
        """The module's last name: what messages to the user call the worker."""
        return self.module.rpartition(".")[2]


class WorkerProcess:
    """A running child. `exited` resolves to the reason of its end after its last message was delivered."""

    def __init__(self, launch: Launch, process: Process, *, on_message: Callable[[WorkerProcess, Event], None]) -> None:
        self.launch = launch
        self.pid = process.pid
        self.ready: Ready | None = None
        self.heard_at = asyncio.get_running_loop().time()
        self.ready_at: float | None = None
        self.exited: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._process = process
        self._on_message = on_message
        self._started: asyncio.Future[Ready] = asyncio.get_running_loop().create_future()
        self._stderr_tail = b""
        self._channel: Channel[Event] | None = None
        self._channel_fault: str | None = None
        self._watch: asyncio.Task[None] | None = None

    @classmethod
    async def spawn(cls, launch: Launch, *, on_message: Callable[[WorkerProcess, Event], None]) -> WorkerProcess:
        """Starts the child and sends its configuration; `wait_ready` tells how that went."""
        own_end, child_end = channel_pair()
        try:
            process = await _execute(launch, child_end)
        except BaseException as error:
            own_end.close()
            if isinstance(error, OSError):
                raise WorkerFailed(launch.role, error.strerror or str(error)) from error
            raise
        finally:
            child_end.close()
        worker = cls(launch, process, on_message=on_message)
        worker._attach(own_end)
        return worker

    async def wait_ready(self) -> Ready:
        """Returns once the worker serves its sockets. Raises WorkerFailed; the process is gone then."""
        loop = asyncio.get_running_loop()
        while True:
            silence_s = loop.time() - self.heard_at
            patience_s = self.launch.ready_timeout_s - silence_s
            await asyncio.wait({self._started}, timeout=max(patience_s, 0))
            if self._started.done():
                break
            if loop.time() - self.heard_at >= self.launch.ready_timeout_s:
                self.kill()
                await self.exited
                raise WorkerFailed(self.launch.role, f"it was not ready within {self.launch.ready_timeout_s:g} s")
        if self._started.exception() is not None:
            self.kill()
            await self.exited
        return self._started.result()

    def send(self, command: Message, sockets: Sequence[socket.socket] = ()) -> bool:
        """Sends or queues a command; False when the worker is gone or does not read."""
        return self._channel is not None and self._channel.send(command, sockets)

    async def stop(self, *, grace_s: float) -> str:
        """Asks the worker to end, kills it after the grace time; returns the reason of its end."""
        self.send(Stop())
        await asyncio.wait({self.exited}, timeout=grace_s)
        if not self.exited.done():
            self.kill()
        return await self.exited

    def kill(self) -> None:
        """Ends the process at once."""
        if not self.exited.done():
            with contextlib.suppress(ProcessLookupError):  # it ended in this moment: its exit is on the way
                self._process.kill()

    def _attach(self, own_end: socket.socket) -> None:
        self._channel = Channel(
            own_end, self.launch.decoder, on_message=self._receive, on_closed=self._note_channel_closed
        )
        self._channel.send(self.launch.configure)
        self._watch = asyncio.get_running_loop().create_task(self._watch_exit())

    def _receive(self, event: Event) -> None:
        self.heard_at = asyncio.get_running_loop().time()
        if isinstance(event, Ready) and not self._started.done():
            self.ready = event
            self.ready_at = self.heard_at
            self._started.set_result(event)
        elif isinstance(event, Failed) and not self._started.done():
            self._started.set_exception(WorkerFailed(self.launch.role, event.reason, reason_code=event.code))
        elif not isinstance(event, Loading):
            self._on_message(self, event)

    def _note_channel_closed(self, reason: str) -> None:
        """A worker without a channel is of no use: it ends itself on the end of the stream, or is ended here."""
        asyncio.get_running_loop().call_later(_END_OF_CHANNEL_GRACE_S, self._kill_without_channel, reason)

    def _kill_without_channel(self, reason: str) -> None:
        if not self.exited.done():
            self._channel_fault = reason
            self.kill()

    async def _watch_exit(self) -> None:
        stderr = self._process.stderr
        assert stderr is not None  # spawned with PIPE
        reading = asyncio.ensure_future(self._keep_tail(stderr))
        status = await self._process.wait()
        # A grandchild that inherited stderr must not hold the exit back.
        await asyncio.wait({reading}, timeout=0.2)
        reading.cancel()
        if self._channel is not None:
            self._channel.drain()
            self._channel.close()
        reason = self._reason(status)
        if not self._started.done():
            self._started.set_exception(WorkerFailed(self.launch.role, reason))
            self._started.exception()  # read once: nobody may be waiting for it any more
        self.exited.set_result(reason)

    async def _keep_tail(self, stderr: asyncio.StreamReader) -> None:
        while chunk := await stderr.read(4096):
            self._stderr_tail = (self._stderr_tail + chunk)[-_STDERR_TAIL_BYTES:]

    def _reason(self, status: int) -> str:
        lines = [line.strip() for line in self._stderr_tail.decode(errors="replace").splitlines() if line.strip()]
        how = f"ended by {signal.Signals(-status).name}" if status < 0 else f"ended with exit status {status}"
        causes = [self._channel_fault] if self._channel_fault else lines[-1:]
        return ": ".join([how, *causes])


async def _execute(launch: Launch, child_end: socket.socket) -> Process:
    descriptors = [child_end.fileno(), *(each.fileno() for each in (*launch.sockets, *launch.further_sockets))]
    # -P: the child must not import modules that happen to lie in the working directory.
    arguments = [sys.executable, "-P", "-m", launch.module, *map(str, descriptors)]
    return await asyncio.create_subprocess_exec(
        *arguments, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, pass_fds=descriptors, env=child_environment()
    )
