"""`/api/ws`: everything that happens in the workbench, pushed to every logged-in browser (contract §2).

Owns the way from the bus to the sockets: one task turns each event into one frame, encoded once, and offers it to every
client's queue. Does not own a client's pace (`live_client`) nor sampling (`sampling`). A push leaves in the same turn
of the event loop in which the event is heard, so an idle browser has it within milliseconds.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import structlog
from starlette.websockets import WebSocket

from trishul.services.background import end_background, run_in_background
from trishul.services.events import (
    CountersChanged,
    CredentialsChanged,
    Event,
    MibsChanged,
    MibsProgress,
    NotificationsChanged,
    NotificationsStored,
    OutboxChanged,
    RecordingProgressed,
    SessionsChanged,
    SessionsEnded,
    SimulatorActivity,
    StatusChanged,
    TrapListChanged,
    TrapRunProgressed,
    WalksChanged,
)
from trishul.services.traps.records import TrapRecord
from trishul.services.workbench import Workbench
from trishul.web.frames import (
    AccountFrame,
    Frame,
    FullStateFrame,
    MibsFrame,
    MibsProgressFrame,
    OutboxFrame,
    RecordProgressFrame,
    SimulatorLogFrame,
    StatsFrame,
    StatusFrame,
    TrapFrame,
    TrapListFrame,
    TrapRunFrame,
    TrapsChangedFrame,
    WalksFrame,
    encode_frame,
)
from trishul.web.live_client import LiveClient
from trishul.web.sampling import Sampler
from trishul.web.trap_watches import REPORTS_PER_S, TrapWatches

UNAUTHORIZED = 4001
GOING_AWAY = 1001
TRY_AGAIN_LATER = 1013
MAX_CLIENTS = 500
# A page repaints at most four times a second, so these are far above what an eye can follow and far below what hurts.
TRAPS_PER_S, TRAPS_BURST = 250.0, 250
LOG_ENTRIES_PER_S, LOG_ENTRIES_BURST = 50.0, 100
STALL_CHECK_S = 1.0
CLOSE_ALL_WITHIN_S = 0.8

_log = structlog.get_logger(__name__)


class Live:
    """All sockets of the server; `start()` begins to listen to the bus."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._clients: set[LiveClient] = set()
        self._traps = Sampler(TRAPS_PER_S, TRAPS_BURST)
        self._log_entries = Sampler(LOG_ENTRIES_PER_S, LOG_ENTRIES_BURST)
        self._watches = TrapWatches(workbench.traps, _offer_to)
        self._timers: dict[Sampler, asyncio.TimerHandle] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._is_closing = False
        self._all_gone = asyncio.Event()
        self._all_gone.set()
        self.frames_missed = 0
        self.clients_dropped = 0

    def __len__(self) -> int:
        return len(self._clients)

    @property
    def frames_queued(self) -> int:
        """Frames that wait in all queues."""
        return sum(len(client) for client in self._clients)

    @property
    def traps_skipped(self) -> int:
        """Notifications that were stored and not pushed."""
        return self._traps.skipped_total

    def start(self) -> None:
        """Listen to the bus and watch for stalled clients."""
        self._tasks = [
            run_in_background(self._announce_events(), "live events"),
            run_in_background(self._watch_stalls(), "live stalls"),
            run_in_background(self._beat_watches(), "live watches"),
        ]

    async def close(self) -> None:
        """Close every socket with 1001 and stop listening."""
        self._is_closing = True
        for client in self._clients:
            client.close(GOING_AWAY, "The server stops.")
        for timer in self._timers.values():
            timer.cancel()
        await end_background(*self._tasks)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_ALL_WITHIN_S):
                await self._all_gone.wait()

    async def serve(self, websocket: WebSocket) -> None:
        """The life of one socket. It is accepted before it is refused, so that a browser sees the reason."""
        await websocket.accept()
        caller = self._workbench.callers.find(websocket.query_params.get("token", ""))
        if caller is None:
            await websocket.close(UNAUTHORIZED, "The session has ended.")
            return
        if self._is_closing or len(self._clients) >= MAX_CLIENTS:
            await websocket.close(TRY_AGAIN_LATER, "Too many connections.")
            return
        client = LiveClient(websocket, caller.id, self.full_state, self._watches.take_text)
        self._clients.add(client)
        self._all_gone.clear()
        client.offer(self.full_state())
        try:
            await client.run()
        finally:
            self._clients.discard(client)
            self._watches.forget(client)
            if not self._clients:
                self._all_gone.set()
            self.frames_missed += client.missed_total

    def full_state(self) -> str:
        """The frame that makes a page complete."""
        workbench = self._workbench
        return encode_frame(
            FullStateFrame(
                workbench.simulator.status(),
                workbench.traps.status(),
                workbench.statistics.read(),
                workbench.mibs.status(),
            )
        )

    async def _announce_events(self) -> None:
        with self._workbench.bus.subscribe() as events:
            async for event in events:
                if events.take_missed():  # this task fell behind the bus: nobody knows what was lost
                    self._offer_text(self.full_state())
                try:
                    await self._announce(event)
                except Exception:  # noqa: BLE001 -- one bad event must not silence every page
                    _log.exception("an event could not be pushed", kind=type(event).__name__)

    async def _announce(self, event: Event) -> None:
        workbench = self._workbench
        match event:
            case StatusChanged():
                self._offer(StatusFrame(workbench.simulator.status(), workbench.traps.status()))
            case CountersChanged():
                self._offer(StatsFrame(workbench.statistics.read()))
            case NotificationsStored():
                await self._push_stored(event)
            case SimulatorActivity(entries):
                self._sample(self._log_entries, entries, len(entries))
            case MibsChanged():
                self._watches.read_queries_anew()
                self._offer(MibsFrame(workbench.mibs.status()))
                self._offer(StatusFrame(workbench.simulator.status(), workbench.traps.status()))
                self._offer(StatsFrame(workbench.statistics.read()))
            case SessionsEnded() | SessionsChanged():
                self._tell_sessions(event)
            case CredentialsChanged():
                pass  # pages ask for them when they are shown
            case _:
                self._offer(_frame_of(event))

    async def _push_stored(self, stored: NotificationsStored) -> None:
        """Records are rendered for who sees them only: everything for some clients, what fits a query for others."""
        records: list[TrapRecord] = []
        now = asyncio.get_running_loop().time()
        if any(not self._watches.is_watching(client) for client in self._clients):
            rows = stored.newest(self._traps.room(now))
            records = await self._workbench.traps.stored.newest_records(rows)
            self._sample(self._traps, records, stored.total)
        await self._watches.take_stored(stored, records, now)

    def _tell_sessions(self, event: SessionsEnded | SessionsChanged) -> None:
        """What concerns only the browsers that are logged in with them."""
        for client in self._clients:
            if client.session_id not in event.session_ids:
                continue
            if isinstance(event, SessionsEnded):
                client.close(UNAUTHORIZED, "The session has ended.")
            else:
                client.offer(encode_frame(AccountFrame()))

    def _sample(self, sampler: Sampler, items: Sequence[object], total: int) -> None:
        loop = asyncio.get_running_loop()
        for item, skipped in sampler.offer(items, total, loop.time()):
            self._offer(TrapFrame(item, skipped) if sampler is self._traps else SimulatorLogFrame(item, skipped))
        if sampler in self._timers:
            self._timers.pop(sampler).cancel()
        if sampler.due_at is not None:
            self._timers[sampler] = loop.call_at(sampler.due_at + 0.001, self._sample, sampler, (), 0)

    def _offer(self, frame: Frame) -> None:
        if self._clients:
            self._offer_text(encode_frame(frame), to_watching=not isinstance(frame, TrapFrame))

    def _offer_text(self, text: str, *, to_watching: bool = True) -> None:
        for client in self._clients:
            if to_watching or not self._watches.is_watching(client):
                client.offer(text)

    async def _beat_watches(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(1 / REPORTS_PER_S)
            self._watches.beat(loop.time())

    async def _watch_stalls(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(STALL_CHECK_S)
            for client in self._clients:
                if client.has_stalled(loop.time()):
                    self.clients_dropped += 1
                    _log.warning("a client that reads nothing was dropped", session=client.session_id)
                    client.close(GOING_AWAY, "This client reads nothing.")


def _offer_to(clients: Iterable[LiveClient], frame: Frame) -> None:
    text = encode_frame(frame)
    for client in clients:
        client.offer(text)


_PassedOn: TypeAlias = (
    NotificationsChanged
    | MibsProgress
    | RecordingProgressed
    | TrapRunProgressed
    | OutboxChanged
    | TrapListChanged
    | WalksChanged
)


def _frame_of(event: _PassedOn) -> Frame:
    """The frame of an event that is passed on as it is."""
    match event:
        case NotificationsChanged(marked, deleted):
            return TrapsChangedFrame(marked, deleted)
        case MibsProgress(job, phase, done, total, module):
            return MibsProgressFrame(job, phase, done, total, module)
        case RecordingProgressed(job):
            return RecordProgressFrame(job)
        case TrapRunProgressed(run):
            return TrapRunFrame(run)
        case OutboxChanged():
            return OutboxFrame()
        case TrapListChanged(what):
            return TrapListFrame(what)
        case WalksChanged(what):
            return WalksFrame(what)
