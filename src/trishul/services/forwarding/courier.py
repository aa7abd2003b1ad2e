"""The courier: sends what is due in the outbox, each destination in a lane of its own.

Owns the pace. A lane takes some entries at a time, sends a few of them beside each other and writes down what came of
them, many in one transaction; a destination that is slow or dead holds up nobody else. After a round in which nothing
arrived the lane pauses, longer each time; after one in which something did, it goes on. What was sent and not written
down before the server was killed is sent again, under the same key.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import msgspec
import structlog

from trishul.errors import TrishulError
from trishul.services.background import end_background, run_in_background
from trishul.services.document_shelf import Saved
from trishul.services.forwarding.carriers import Carrier, DeliveryFailed
from trishul.services.forwarding.destination_documents import Destination
from trishul.services.forwarding.outbox import KEPT_DELIVERED, KEPT_FAILED
from trishul.services.forwarding.parcels import Parcel, unpack
from trishul.services.forwarding.retry_pace import pause_s
from trishul.store.database import Database, StoreUnavailable
from trishul.store.trap_outbox import Attempted, OutboxRow, OutboxState, list_due, next_due_at, note_attempts, prune

IN_FLIGHT = 8
"""Attempts of one destination at a time."""
ROUND = 64
"""Entries that are read at a time."""
_LOOKED_EVERY_S = 0.25
_RETRY_S = 5.0
_LONGEST_WAIT_S = 3_600.0
_MOST_WORDS = 500

_log = structlog.get_logger(__name__)


class Outcome(msgspec.Struct, frozen=True):
    """What an attempt came to."""

    words: str
    failure: DeliveryFailed | None = None


@dataclass(slots=True)
class Lane:
    """The way to one destination, and how it goes there."""

    saved: Saved[Destination]
    carrier: Carrier
    failures: int = 0
    """Rounds one after the other that ended because the destination took nothing."""
    paused_until: float | None = None
    """In seconds since 1970."""
    last_delivered_at: float | None = None
    last_error: str = ""
    ended: list[tuple[OutboxRow, Outcome]] = field(default_factory=list)
    """Attempts that are not written down yet: nothing is sent before they are."""
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class OutboxCourier:
    """All lanes; `follow` makes and ends them."""

    def __init__(
        self,
        database: Database,
        make_carrier: Callable[[Destination], Carrier],
        on_change: Callable[[], None],
        clock: Callable[[], float] = time.time,
        luck: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._make_carrier = make_carrier
        self._on_change = on_change
        self._clock = clock
        self._luck = luck
        self._lanes: dict[str, Lane] = {}
        self._turn = asyncio.Lock()

    async def close(self) -> None:
        """Ends all lanes; what was sent is written down."""
        await self.follow(())

    def lane(self, destination_id: str) -> Lane | None:
        """How it goes to a destination."""
        return self._lanes.get(destination_id)

    async def follow(self, destinations: Sequence[Saved[Destination]], *, anew: bool = False) -> None:
        """These are the destinations now; lanes to changed ones begin anew, with `anew` all do."""
        async with self._turn:
            wanted = {saved.id: saved for saved in destinations}
            ending = [
                lane
                for destination_id, lane in self._lanes.items()
                if anew or destination_id not in wanted or wanted[destination_id] is not lane.saved
            ]
            await end_background(*(lane.task for lane in ending))
            for lane in ending:
                del self._lanes[lane.saved.id]
                with contextlib.suppress(StoreUnavailable):  # what is not written down is sent again
                    await self._settle(lane)
                await lane.carrier.close()
            for destination_id, saved in wanted.items():
                if destination_id not in self._lanes:
                    lane = self._lanes[destination_id] = Lane(saved, self._make_carrier(saved.document))
                    if saved.document.enabled:
                        lane.task = run_in_background(self._run(lane), "outbox lane")

    def wake(self, destination_ids: Sequence[str], *, at_once: bool = False) -> None:
        """Something is due for these; `at_once` ends their pauses."""
        for destination_id in destination_ids:
            lane = self._lanes.get(destination_id)
            if lane is not None:
                if at_once:
                    lane.paused_until = None
                lane.woken.set()

    async def attempt(self, carrier: Carrier, parcel: Parcel) -> Outcome:
        """Sends one; whatever happens is an outcome."""
        try:
            return Outcome((await carrier.deliver(parcel))[:_MOST_WORDS])
        except DeliveryFailed as failure:
            return Outcome(str(failure)[:_MOST_WORDS], failure)
        except TrishulError as error:  # such as a MIB library that is being replaced
            return Outcome(str(error)[:_MOST_WORDS], DeliveryFailed(str(error)))
        except Exception as error:  # noqa: BLE001 -- one bad entry must not end the lane of all others
            _log.exception("an attempt to forward a notification ended by an error")
            return Outcome("An unexpected error happened, the log has it", DeliveryFailed(type(error).__name__))

    async def _run(self, lane: Lane) -> None:
        while True:
            lane.woken.clear()
            try:
                wait_s = await self._round(lane)
            except TrishulError as error:  # the store
                _log.warning("the outbox cannot be used now, this is tried again", code=error.code, reason=str(error))
                wait_s = _RETRY_S
            if wait_s > 0:
                await _wait_for(lane.woken, wait_s)

    async def _round(self, lane: Lane) -> float:
        """Sends what is due; returns how long nothing is, in seconds. Raises StoreUnavailable."""
        await self._settle(lane)
        now = self._clock()
        if lane.paused_until is not None and now < lane.paused_until:
            return lane.paused_until - now
        due = await self._due(lane, frozenset())
        if not due:
            async with self._database.read() as connection:
                due_at = await next_due_at(connection, lane.saved.id)
            return _LONGEST_WAIT_S if due_at is None else min(max(due_at - now, 0.01), _LONGEST_WAIT_S)
        await self._send(lane, due)
        await self._settle(lane)
        return 0.0

    async def _send(self, lane: Lane, due: Sequence[OutboxRow]) -> None:
        """Sends a few beside each other, until all are sent or nothing is taken. Raises StoreUnavailable.

        While attempts last, what has ended is written down and what has come meanwhile is taken along.
        """
        waiting, loop = deque(due), asyncio.get_running_loop()
        last: deque[Outcome] = deque(maxlen=IN_FLIGHT)
        running: dict[asyncio.Task[Outcome], OutboxRow] = {}
        look_at = loop.time() + _LOOKED_EVERY_S
        try:
            while True:
                while waiting and len(running) < IN_FLIGHT and pause_after(last) is None:
                    row = waiting.popleft()
                    running[asyncio.create_task(self._attempt_row(lane.carrier, row))] = row
                if not running:
                    self._note_pace(lane, last)
                    return
                if loop.time() >= look_at:
                    await self._settle(lane)
                    if lane.woken.is_set() and not waiting:
                        lane.woken.clear()
                        waiting += await self._due(lane, {row.id for row in running.values()})
                        continue
                    look_at = loop.time() + _LOOKED_EVERY_S
                most_s = max(look_at - loop.time(), 0.0)
                await asyncio.wait(running, timeout=most_s, return_when=asyncio.FIRST_COMPLETED)
                last += self._take_ended(lane, running)
        finally:  # also when a server stops: `follow` writes down what has arrived
            for task in running:
                task.cancel()
            self._take_ended(lane, running)

    async def _due(self, lane: Lane, taken: AbstractSet[int]) -> list[OutboxRow]:
        """What is to be sent now, besides what is on its way. Raises StoreUnavailable."""
        async with self._database.read() as connection:
            rows = await list_due(connection, lane.saved.id, self._clock(), limit=ROUND + len(taken))
        return [row for row in rows if row.id not in taken]

    async def _attempt_row(self, carrier: Carrier, row: OutboxRow) -> Outcome:
        try:
            parcel = Parcel(row.key, row.attempts + 1, unpack(row.content))
        except (msgspec.MsgspecError, TypeError):
            return Outcome("The entry is damaged", DeliveryFailed("damaged", is_final=True))
        return await self.attempt(carrier, parcel)

    async def _settle(self, lane: Lane) -> None:
        """Writes down what attempts came to. Raises StoreUnavailable."""
        if not lane.ended:
            return
        now, destination_id = self._clock(), lane.saved.id
        attempts = [self._attempted(row, outcome, now) for row, outcome in lane.ended]
        async with self._database.write() as connection:
            await note_attempts(connection, destination_id, attempts, now)
            states = {one.state for one in attempts}
            for state, keep in ((OutboxState.DELIVERED, KEPT_DELIVERED), (OutboxState.FAILED, KEPT_FAILED)):
                if state in states:
                    await prune(connection, destination_id, state, keep=keep)
        lane.ended.clear()
        self._on_change()

    def _attempted(self, row: OutboxRow, outcome: Outcome, now: float) -> Attempted:
        failure = outcome.failure
        if failure is None:
            return Attempted(row.id, OutboxState.DELIVERED, now, outcome.words)
        next_at = now + pause_s(row.attempts + 1, self._luck(), failure.retry_after_s)
        has_failed = failure.is_final or now >= row.give_up_at
        return Attempted(row.id, OutboxState.FAILED if has_failed else OutboxState.WAITING, next_at, outcome.words)

    def _take_ended(self, lane: Lane, running: dict[asyncio.Task[Outcome], OutboxRow]) -> list[Outcome]:
        """Moves the attempts that have ended to those that are to be written down."""
        tasks = [task for task in running if task.done() and not task.cancelled()]
        ended = [(running.pop(task), task.result()) for task in tasks]
        lane.ended += ended
        for _, outcome in ended:
            if outcome.failure is None:
                lane.last_delivered_at, lane.last_error = self._clock(), ""
            else:
                lane.last_error = outcome.words
        return [outcome for _, outcome in ended]

    def _note_pace(self, lane: Lane, last: Sequence[Outcome]) -> None:
        """Goes on where something arrived, or was answered for good. Pauses otherwise, each time longer."""
        asked_s = pause_after(last)
        lane.failures = lane.failures + 1 if asked_s is not None else 0
        lane.paused_until = None
        if asked_s is not None:
            lane.paused_until = self._clock() + pause_s(lane.failures, self._luck(), asked_s)


def pause_after(outcomes: Sequence[Outcome]) -> float | None:
    """What the other side asked for, 0 for nothing, where it takes nothing now; None where it is there."""
    failures = [outcome.failure for outcome in outcomes if outcome.failure and not outcome.failure.is_final]
    asked_s = max((failure.retry_after_s or 0.0 for failure in failures), default=0.0)
    return asked_s if asked_s or (failures and len(failures) == len(outcomes)) else None


async def _wait_for(event: asyncio.Event, most_s: float) -> None:
    """Until the event, or so long."""
    try:
        async with asyncio.timeout(most_s):
            await event.wait()
    except TimeoutError:
        pass
