"""Keeps one worker up: start, replacement without a gap, crash noticed at once, restart with back-off, stop in time.

Strategy: a launch is brought up beside the running worker and takes its place only when it is ready, so a replacement
that cannot start costs nothing. The launch's sockets belong to the supervisor: they outlive a crash, and what arrives
in between waits in the kernel for the successor. States: stopped, starting, running, crashed, stopping. Owns this
policy and the sockets; does not know the roles.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from trishul.workers.message import Message
from trishul.workers.messages import Event, Ready
from trishul.workers.process import Launch, WorkerFailed, WorkerProcess


class WorkerState(StrEnum):
    """Where a worker stands; the words are shown to users."""

    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"
    CRASHED = "crashed"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True)
class SupervisorTimes:
    """How long the supervisor waits for what."""

    first_restart_delay_s: float = 0.5
    longest_restart_delay_s: float = 30.0
    settled_after_s: float = 60.0
    stop_grace_s: float = 2.0
    silence_limit_s: float = 15.0


class Supervisor:
    """The life of one worker role. `on_change` is called after each change of `state`."""

    def __init__(
        self,
        *,
        on_message: Callable[[WorkerProcess, Event], None],
        on_change: Callable[[], None],
        times: SupervisorTimes | None = None,
    ) -> None:
        self.state = WorkerState.STOPPED
        self.error: str | None = None
        self.process: WorkerProcess | None = None
        self.launch: Launch | None = None
        self.crashes = 0
        self._on_message = on_message
        self._on_change = on_change
        self._times = times or SupervisorTimes()
        self._delay_s = self._times.first_restart_delay_s
        self._turn = asyncio.Lock()
        self._guard: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """True while a ready worker serves the sockets."""
        return self.state is WorkerState.RUNNING

    @property
    def uptime_s(self) -> float | None:
        """Seconds since the present worker was ready."""
        if self.process is None or self.process.ready_at is None or not self.is_running:
            return None
        return asyncio.get_running_loop().time() - self.process.ready_at

    def send(self, command: Message, sockets: Sequence[socket.socket] = ()) -> bool:
        """Sends a command to the present worker; False when there is none."""
        return self.process is not None and self.process.send(command, sockets)

    def reconfigure(self, configure: Message, further_sockets: tuple[socket.socket, ...] = ()) -> None:
        """What a worker that is restarted after a crash is configured with from now on."""
        if self.launch is not None:
            self.launch = replace(self.launch, configure=configure, further_sockets=further_sockets)

    async def bring_up(self, launch: Launch) -> Ready:
        """Starts a worker, or replaces the running one; the old one stays when the new one cannot start.

        Raises WorkerFailed. Takes over the launch's sockets in either case.
        """
        async with self._turn:
            try:
                return await self._bring_up(launch)
            except BaseException:  # also when cancelled: no socket of a failed launch stays bound
                self._close_sockets(launch, keep=self.launch)
                raise

    async def stop(self, *, grace_s: float | None = None) -> None:
        """Ends the worker and closes its sockets; returns within the grace time and a little."""
        async with self._turn:
            await self._cancel_guard()
            process, launch = self.process, self.launch
            if process is not None and self.state is not WorkerState.CRASHED:
                self._change(WorkerState.STOPPING)
                await process.stop(grace_s=self._times.stop_grace_s if grace_s is None else grace_s)
            self.process, self.launch = None, None
            if launch is not None:
                self._close_sockets(launch, keep=None)
            self._delay_s = self._times.first_restart_delay_s
            if self.state is not WorkerState.STOPPED:
                self._change(WorkerState.STOPPED)

    async def _bring_up(self, launch: Launch) -> Ready:
        state_before, error_before = self.state, self.error
        if self.process is None or state_before is WorkerState.CRASHED:
            self._change(WorkerState.STARTING)
        try:
            successor = await self._spawn_ready(launch)
        except BaseException:  # also when cancelled: the state must not stay "starting"
            if self.state is WorkerState.STARTING:
                self._change(state_before, error_before)
            raise
        await self._cancel_guard()
        predecessor, old_launch = self.process, self.launch
        self.process, self.launch = successor, launch
        self._delay_s = self._times.first_restart_delay_s
        self._change(WorkerState.RUNNING)
        self._guard = asyncio.get_running_loop().create_task(self._guard_process(successor))
        if predecessor is not None and not predecessor.exited.done():
            await predecessor.stop(grace_s=self._times.stop_grace_s)
        if old_launch is not None:
            self._close_sockets(old_launch, keep=launch)
        assert successor.ready is not None  # _spawn_ready waited for it
        return successor.ready

    async def _spawn_ready(self, launch: Launch) -> WorkerProcess:
        process = await WorkerProcess.spawn(launch, on_message=self._on_message)
        try:
            await process.wait_ready()
        except BaseException:
            process.kill()  # also when the caller was cancelled: no half-started worker may stay
            await asyncio.wait({process.exited}, timeout=self._times.stop_grace_s)
            raise
        return process

    async def _guard_process(self, process: WorkerProcess) -> None:
        """Waits for the end of the present worker, then restarts it until that succeeds; runs until cancelled."""
        while True:
            reason = await self._until_end(process)
            if process.ready_at is not None and self._now() - process.ready_at >= self._times.settled_after_s:
                self._delay_s = self._times.first_restart_delay_s
            self.crashes += 1
            self._crashed(reason)
            process = await self._restart()
            self.process = process
            self._change(WorkerState.RUNNING)

    async def _until_end(self, process: WorkerProcess) -> str:
        limit_s = self._times.silence_limit_s
        while not process.exited.done():
            await asyncio.wait({process.exited}, timeout=max(process.heard_at + limit_s - self._now(), 0.01))
            if not process.exited.done() and self._now() - process.heard_at >= limit_s:
                process.kill()
                await process.exited
                return f"gave no sign of life for {limit_s:g} s"
        return process.exited.result()

    async def _restart(self) -> WorkerProcess:
        while True:
            await asyncio.sleep(self._delay_s)
            self._delay_s = min(self._delay_s * 2, self._times.longest_restart_delay_s)
            assert self.launch is not None  # the guard runs between bring_up and stop only
            try:
                return await self._spawn_ready(self.launch)
            except WorkerFailed as error:
                self._crashed(error.reason)

    def _crashed(self, reason: str) -> None:
        self._change(WorkerState.CRASHED, f"{reason}; it is started again in {self._delay_s:g} s")

    async def _cancel_guard(self) -> None:
        guard, self._guard = self._guard, None
        if guard is not None:
            guard.cancel()
            await asyncio.wait({guard})

    def _change(self, state: WorkerState, error: str | None = None) -> None:
        self.state, self.error = state, error
        self._on_change()

    @staticmethod
    def _close_sockets(launch: Launch, *, keep: Launch | None) -> None:
        kept = keep.sockets if keep is not None else ()
        for each in launch.sockets:
            if not any(each is other for other in kept):
                each.close()

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
