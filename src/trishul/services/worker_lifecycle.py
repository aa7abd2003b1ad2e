"""What the two services with a worker process have in common: address, start, replacement, stop, and telling about it.

Owns binding (so that a port in use is said at once, by name; where only TCP cannot have it, UDP is served alone), the
supervisor, run seconds and `StatusChanged`. Does not own what the worker does nor the life-cycle counters, which only
the service's verbs can tell apart (a restart is no start).
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import msgspec
import structlog

from trishul.errors import TrishulError
from trishul.services.bus import Bus
from trishul.services.counters import Counters
from trishul.services.events import StatusChanged
from trishul.transport.addresses import bind, check_port
from trishul.transport.listening import TRANSPORTS, bind_transports
from trishul.workers.message import Message
from trishul.workers.messages import Event, Ready
from trishul.workers.process import Launch, WorkerProcess
from trishul.workers.supervisor import Supervisor, SupervisorTimes, WorkerState

_CLOSE_GRACE_S = 1.0

_ANNOUNCED = frozenset({WorkerState.RUNNING, WorkerState.CRASHED, WorkerState.STOPPED})
"""States worth a message: starting and stopping last milliseconds and end in one of these."""

_log = structlog.get_logger(__name__)


class WorkerLifecycle:
    """One worker at one address."""

    def __init__(
        self,
        service: str,
        module: str,
        decoder: msgspec.msgpack.Decoder[Event],
        *,
        host: str,
        port: int,
        bus: Bus,
        counters: Counters,
        on_message: Callable[[WorkerProcess, Event], None],
        ready_timeout_s: float = 10.0,
        times: SupervisorTimes | None = None,
    ) -> None:
        self.host = host
        self._ready_timeout_s = ready_timeout_s
        self._service = service
        self._module = module
        self._decoder = decoder
        self._port = port
        self._settled = (host, port)
        self._moving: tuple[str, int] | None = None
        """Where the next start goes, while a worker still runs elsewhere."""
        self._bus = bus
        self._counters = counters
        self.tcp_error: str | None = None
        """Why the last start could not have the TCP port; UDP is served all the same (RFC 3430 §2: TCP is optional)."""
        self._announced: WorkerState = WorkerState.STOPPED
        self.supervisor = Supervisor(on_message=on_message, on_change=self._note_change, times=times)

    @property
    def port(self) -> int:
        """The bound port, or the one that a start would bind."""
        sockets = self._sockets
        return int(sockets[0].getsockname()[1]) if sockets else self._port

    @property
    def pid(self) -> int | None:
        """Process id of the running worker."""
        process = self.supervisor.process
        return process.pid if process is not None and self.supervisor.is_running else None

    @property
    def uptime_seconds(self) -> float | None:
        """Seconds since the worker was ready, None while none is."""
        uptime_s = self.supervisor.uptime_s
        return None if uptime_s is None else round(uptime_s, 1)

    def move_to(self, host: str, port: int) -> bool:
        """The address of the next start; True when a worker stays elsewhere until it is replaced or stopped."""
        if (host, port) != self._settled:
            self._settled = self._moving = (host, port)
            self._arrive()
        return self._moving is not None

    def _arrive(self) -> None:
        """Where nothing runs the new address holds at once."""
        if self._moving is not None and not self._sockets:
            (self.host, self._port), self._moving = self._moving, None

    async def bring_up(
        self, port: int | None, configure: Message, further_sockets: tuple[socket.socket, ...] = ()
    ) -> Ready:
        """Starts or replaces the worker; the running one stays when this fails.

        `further_sockets` are handed on as well and stay the caller's.
        Raises InvalidInput, AddressInUse, AddressNotAvailable, PermissionRefused, WorkerFailed.
        """
        settled = self._settled
        host, usual = self._moving or (self.host, self.port)
        wanted = usual if port is None else check_port(port)
        sockets, tcp_error = self._sockets, self.tcp_error
        if not sockets or host != self.host or wanted not in {self.port, 0}:
            sockets, tcp_error = await asyncio.to_thread(bind_both, host, wanted)
        elif len(sockets) == 1:  # perhaps the port that TCP could not have is free by now
            listening, tcp_error = _listen(self.host, self.port)
            sockets += listening
        launch = Launch(self._module, configure, sockets, self._decoder, self._ready_timeout_s, further_sockets)
        ready = await self.supervisor.bring_up(launch)
        self.host, self._port, self.tcp_error = host, wanted, tcp_error
        self._moving = None if self._settled == settled else self._settled  # told meanwhile to go elsewhere
        return ready

    async def stop(self) -> bool:
        """Ends the worker; False when there was none."""
        was_up = self.supervisor.state is not WorkerState.STOPPED
        await self.supervisor.stop()
        self._arrive()
        return was_up

    async def close(self) -> None:
        """Ends the worker because the server ends: quicker, so that all workers together take less than 3 s."""
        await self.supervisor.stop(grace_s=_CLOSE_GRACE_S)

    @property
    def transports(self) -> list[str]:
        """What is served: udp, and tcp unless its port could not be had."""
        return [name for name, _ in zip(TRANSPORTS, self._sockets, strict=False)]

    @property
    def _sockets(self) -> tuple[socket.socket, ...]:
        """Of the present worker: UDP first."""
        launch = self.supervisor.launch
        return launch.sockets if launch is not None else ()

    def _note_change(self) -> None:
        state = self.supervisor.state
        if state is WorkerState.RUNNING:
            self._counters.run_started(self._service)
        elif state in (WorkerState.CRASHED, WorkerState.STOPPED):
            self._counters.run_ended(self._service)
        if state is WorkerState.CRASHED:
            _log.error("a worker process crashed and is restarted", service=self._service, reason=self.supervisor.error)
        if state in _ANNOUNCED and not (state is WorkerState.STOPPED and self._announced is WorkerState.STOPPED):
            self._announced = state
            self._bus.publish(StatusChanged(self._service))


def bind_both(host: str, port: int) -> tuple[tuple[socket.socket, ...], str | None]:
    """The sockets of both transports, or UDP's alone and why; raises what binding UDP raises."""
    if port == 0:
        return tuple(bind_transports(host, port, TRANSPORTS)), None
    udp = bind(host, port)
    listening, error = _listen(host, port)
    return (udp, *listening), error


def _listen(host: str, port: int) -> tuple[tuple[socket.socket, ...], str | None]:
    """TCP's socket, or none and why."""
    try:
        return (bind(host, port, socket.SOCK_STREAM),), None
    except TrishulError as error:
        return (), f"TCP is not served: {error}"
