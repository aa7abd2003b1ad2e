"""Runs: many notifications sent by the server, with progress to look at and an end to ask for.

Owns the runs: started, listed, cancelled, the last of them remembered. Which notification leaves when is
`courses`, how one is sent `sending`. A run sends in slices of a few milliseconds, so that everybody else is
served meanwhile; where it cannot keep its pace it says how late it is. Informs wait for their acknowledgements beside
each other, a bounded number of them at a time.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from trishul.errors import InvalidInput, LimitReached, TrishulError
from trishul.services.background import end_background, run_in_background
from trishul.services.bus import Bus
from trishul.services.events import TrapRunProgressed
from trishul.services.traps.courses import Course, Step
from trishul.services.traps.sending import TrapSender
from trishul.snmp.target import Target

MAX_RUNNING = 4
MAX_REMEMBERED = 50
MAX_WAITING_INFORMS = 100
SLICE_S = 0.004
"""So long a run sends before others have their turn."""
_TOLD_EVERY_S = 0.25
_LATE_S = 0.05

RunState = Literal["running", "done", "cancelled", "failed"]


class NoSuchTrapRun(TrishulError):
    """No run of this ID goes on or is remembered."""

    code = "no_such_trap_run"


class TrapRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run, or how it ended."""

    id: str
    kind: str
    """repeat, replay or list."""
    send_as: str
    """trap or inform."""
    target: str
    title: str
    state: RunState = "running"
    planned: int
    sent: int = 0
    """Left; of informs those that were acknowledged, failed, or still wait."""
    acknowledged: int = 0
    failed: int = 0
    """Informs that nobody acknowledged, or that were refused; traps that could not be sent."""
    skipped: int = 0
    """Stored ones that cannot be sent again."""
    waiting: int = 0
    """Informs whose acknowledgement has not come yet."""
    elapsed_s: float = 0.0
    per_s: float = 0.0
    """Sent a second, on the average."""
    late_s: float = 0.0
    """Behind its pace, now."""
    answer_ms: float | None = None
    """From an inform to its acknowledgement, on the average."""
    answer_max_ms: float | None = None
    started_at: float
    code: str | None = None
    error: str | None = None
    """Why the run failed, or the last thing that failed in it."""


class TrapRuns(msgspec.Struct, frozen=True):
    """Runs, the newest first."""

    runs: Sequence[TrapRun]


@dataclass(slots=True)
class _Running:
    target: Target
    send_as: Literal["trap", "inform"]
    course: Course
    started_at: float
    answers: int = 0
    answered_s: float = 0.0
    slowest_s: float = 0.0
    late_s: float = 0.0
    told_at: float = 0.0
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("sent", "acknowledged", "failed", "skipped"), 0)
    )
    trouble: TrishulError | None = None
    informs: set[asyncio.Task[None]] = field(default_factory=set, repr=False)
    task: asyncio.Task[None] | None = field(default=None, repr=False)


class TrapRunService:
    """All runs."""

    def __init__(self, bus: Bus, sender: Callable[[], TrapSender]) -> None:
        self._bus = bus
        self._sender = sender
        self._runs: dict[str, TrapRun] = {}
        self._running: dict[str, _Running] = {}

    async def close(self) -> None:
        """Ends what goes on."""
        await end_background(*(running.task for running in self._running.values()))

    def runs(self) -> TrapRuns:
        """What goes on, and the last that ended."""
        return TrapRuns(list(self._runs.values())[::-1])

    def run(self, run_id: str) -> TrapRun:
        """One of them. Raises NoSuchTrapRun."""
        run = self._runs.get(run_id)
        if run is None:
            raise NoSuchTrapRun("No run of this ID goes on, or it ended long ago")
        return run

    def start(self, target: Target, send_as: Literal["trap", "inform"], course: Course) -> TrapRun:
        """Begins to send; the run goes on when the reply is out. Raises InvalidInput, LimitReached."""
        if send_as == "inform" and target.version == "1":
            raise InvalidInput("InformRequest does not exist in SNMP version 1", field="kind")
        if len(self._running) >= MAX_RUNNING:
            raise LimitReached("runs at a time", MAX_RUNNING)
        run_id = secrets.token_hex(8)
        running = _Running(target, send_as, course, time.monotonic())
        run = TrapRun(
            id=run_id,
            kind=course.kind,
            send_as=send_as,
            target=str(target),
            title=course.title,
            planned=course.planned,
            started_at=time.time(),
        )
        self._runs[run_id], self._running[run_id] = run, running
        running.task = run_in_background(self._go(run_id, running), f"trap run to {target}")
        return run

    async def cancel(self, run_id: str) -> TrapRun:
        """Ends a run; one that has ended is forgotten. Raises NoSuchTrapRun."""
        run = self.run(run_id)
        running = self._running.get(run_id)
        if running is None:
            del self._runs[run_id]
            return run
        await end_background(running.task)
        return self.run(run_id)

    async def _go(self, run_id: str, running: _Running) -> None:
        try:
            await self._send_all(run_id, running)
            while running.informs:
                await asyncio.wait(running.informs, timeout=_TOLD_EVERY_S)
                self._tell(run_id, running)
            self._tell(run_id, running, state="done")
        except asyncio.CancelledError:
            await end_background(*running.informs)
            self._tell(run_id, running, state="cancelled")
        except TrishulError as error:
            running.trouble = error
            await end_background(*running.informs)
            self._tell(run_id, running, state="failed")
        finally:
            del self._running[run_id]
            while len(self._runs) > MAX_REMEMBERED:
                self._runs.pop(next(each for each in self._runs if each not in self._running))

    async def _send_all(self, run_id: str, running: _Running) -> None:
        """Sends step by step. Raises what sending a trap raises, and StoreUnavailable."""
        slice_ends_at = time.monotonic() + SLICE_S
        async with aclosing(running.course.steps) as steps:  # type: ignore[type-var]
            async for step in steps:
                now = time.monotonic()
                wait_s = running.started_at + step.at_s - now
                running.late_s = max(0.0, -wait_s)
                if wait_s > 0 or now >= slice_ends_at:
                    await self._wait(run_id, running, wait_s)
                    slice_ends_at = time.monotonic() + SLICE_S
                if step.notification is None:
                    running.counts["skipped"] += 1
                elif running.send_as == "inform":
                    await self._inform(running, step)
                else:
                    await self._sender().send_to(running.target, "trap", step.notification)
                    running.counts["sent"] += 1

    async def _wait(self, run_id: str, running: _Running, wait_s: float) -> None:
        """Until a time comes, or one turn of the loop for others; tells of the progress now and then."""
        ends_at = time.monotonic() + wait_s
        while True:
            self._tell(run_id, running)
            left_s = ends_at - time.monotonic()
            await asyncio.sleep(max(0.0, min(left_s, _TOLD_EVERY_S)))
            if ends_at - time.monotonic() <= 0:
                return

    async def _inform(self, running: _Running, step: Step) -> None:
        """Sends one inform without waiting for its acknowledgement, unless too many are waited for."""
        while len(running.informs) >= MAX_WAITING_INFORMS:
            await asyncio.wait(running.informs, return_when=asyncio.FIRST_COMPLETED)
        running.counts["sent"] += 1
        task = asyncio.create_task(self._await_answer(running, step))
        running.informs.add(task)
        task.add_done_callback(running.informs.discard)

    async def _await_answer(self, running: _Running, step: Step) -> None:
        assert step.notification is not None
        try:
            answer = await self._sender().send_to(running.target, "inform", step.notification)
        except TrishulError as error:
            running.counts["failed"] += 1
            running.trouble = error
            return
        elapsed_s = (answer.elapsed_ms or 0.0) / 1000
        running.counts["acknowledged"] += 1
        running.answers += 1
        running.answered_s += elapsed_s
        running.slowest_s = max(running.slowest_s, elapsed_s)

    def _tell(self, run_id: str, running: _Running, state: RunState = "running") -> None:
        """Changes the run's record; the bus hears of an end at once, of progress a few times a second."""
        now = time.monotonic()
        if state == "running" and now - running.told_at < _TOLD_EVERY_S:
            return
        running.told_at = now
        elapsed_s = now - running.started_at
        sent, trouble = running.counts["sent"], running.trouble
        run = msgspec.structs.replace(
            self._runs[run_id],
            state=state,
            **running.counts,
            waiting=len(running.informs) if state == "running" else 0,
            elapsed_s=round(elapsed_s, 3),
            per_s=round(sent / elapsed_s, 1) if elapsed_s > 0 else 0.0,
            late_s=round(running.late_s, 3) if state == "running" and running.late_s >= _LATE_S else 0.0,
            answer_ms=round(running.answered_s / running.answers * 1000, 2) if running.answers else None,
            answer_max_ms=round(running.slowest_s * 1000, 2) if running.answers else None,
            code=trouble.code if trouble is not None else None,
            error=str(trouble) if trouble is not None else None,
        )
        self._runs[run_id] = run
        self._bus.publish(TrapRunProgressed(run))
