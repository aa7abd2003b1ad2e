"""Waiting for notifications that a query fits: a test asks once, the server waits and says what came instead.

Owns the wait, its bounds and the verdict. Who expects says from when on: from the moment of asking, or behind a number
that it has seen. Nothing is missed in between: what the bus could not hand over is read from the store. `nearest` is
the notification that came closest, with a reason for each condition that failed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import msgspec

from trishul.errors import InvalidInput, TrishulError
from trishul.search.parser import parse_query
from trishul.search.resolving import Surroundings, resolve
from trishul.services.bus import Bus, Subscription
from trishul.services.events import NotificationsStored
from trishul.services.name_source import NameSource
from trishul.services.notification_match import NotificationMatcher
from trishul.services.notification_misses import Miss, MissFinder
from trishul.services.notification_query import LibraryNames
from trishul.services.stored_notifications import StoredNotifications
from trishul.services.trap_records import TrapRecord
from trishul.store.database import Database
from trishul.store.notification_pages import NotificationSearch
from trishul.store.notification_walk import Search
from trishul.store.notifications import StoredNotification, list_notifications, newest_id

MAX_WAITERS = 100
MAX_COUNT = 1_000
LONGEST_WAIT_S = 600.0
MAX_SHOWN = 100
MAX_NEAR = 1_000
"""Notifications that did not fit and are compared for the nearest; of more, the first ones."""
_BREATH = 200


class TooManyWaiters(TrishulError):
    """So many wait already."""

    code = "too_many_waiters"

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} requests wait for notifications already. Ask again when one of them is done.")
        self.retry_after_s = 1


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """What is expected: `count` notifications that `match` fits, or with `absent` fewer, within `within_s` seconds."""

    match: str
    count: int = 1
    within_s: float = 10.0
    absent: bool = False
    after_id: int | None = None
    """Stored ones with higher numbers count as well; without it, those that come from now on."""


class NearMiss(msgspec.Struct, frozen=True):
    """The notification that came closest, and why it does not fit."""

    trap: TrapRecord
    misses: list[Miss]


class TrapVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether what was expected happened, in one sentence and with what came."""

    holds: bool
    verdict: str
    count: int
    seen: int
    """All that came meanwhile, fitting or not."""
    elapsed_s: float
    last_id: int
    """The highest number that was looked at: the `after_id` of the next expectation."""
    data: list[TrapRecord]
    """Those that fit, oldest first, at most 100."""
    nearest: NearMiss | None
    """Only where too few came."""


class Expectations:
    """Waits for anybody, for a bounded number at a time."""

    def __init__(self, database: Database, bus: Bus, names: NameSource, stored: StoredNotifications) -> None:
        self._database = database
        self._bus = bus
        self._names = names
        self._stored = stored
        self.waiting = 0

    async def expect(self, wanted: Expectation) -> TrapVerdict:
        """The verdict, as soon as it is certain. Raises InvalidQuery, InvalidInput, TooManyWaiters."""
        _check(wanted)
        watch = _Watch(wanted, self._names)
        if self.waiting >= MAX_WAITERS:
            raise TooManyWaiters(MAX_WAITERS)
        self.waiting += 1
        started = time.monotonic()
        try:
            with self._bus.subscribe() as events:
                await self._begin(watch, wanted)
                async with asyncio.timeout(max(0.0, started + wanted.within_s - time.monotonic())):
                    await self._follow(watch, wanted, events)
        except TimeoutError:
            pass
        finally:
            self.waiting -= 1
        return self._verdict(wanted, watch, time.monotonic() - started)

    async def _begin(self, watch: _Watch, wanted: Expectation) -> None:
        """Looks at what is there already, however short the wait."""
        if wanted.after_id is not None:
            await self._catch_up(watch, wanted, wanted.after_id)
        else:
            async with self._database.read() as connection:
                watch.last_id = await newest_id(connection)

    async def _follow(self, watch: _Watch, wanted: Expectation, events: Subscription) -> None:
        """Until enough came."""
        while not watch.is_enough:
            event = await anext(events)
            if events.take_missed():
                await self._catch_up(watch, wanted, watch.last_id)
            elif isinstance(event, NotificationsStored):
                rows = [StoredNotification(event.first_id + index, *row) for index, row in enumerate(event.rows)]
                await watch.look_at([row for row in rows if row.id > watch.last_id])

    async def _catch_up(self, watch: _Watch, wanted: Expectation, after_id: int) -> None:
        """Looks at what is stored behind a number: what fits, and the newest of all for the nearest miss."""
        async with self._database.read() as connection:
            newest = await list_notifications(connection, limit=MAX_NEAR, after_id=after_id)
            found: list[StoredNotification] = []
            before: int | None = None
            while True:
                opened = await NotificationSearch.open(connection, watch.search, before=before, after=after_id)
                page = await opened.page(MAX_NEAR)
                found.extend(page.rows)
                before = page.next_before
                if before is None or len(found) >= wanted.count:
                    break
        watch.take_found(found, newest)

    def _verdict(self, wanted: Expectation, watch: _Watch, elapsed_s: float) -> TrapVerdict:
        count = len(watch.found)
        holds = (count >= wanted.count) != wanted.absent
        nearest = None if holds or wanted.absent else watch.nearest
        near_miss = (
            NearMiss(self._stored.record(nearest), watch.finder.misses(nearest)) if nearest is not None else None
        )
        return TrapVerdict(
            holds=holds,
            verdict=_sentence(wanted, count, watch.seen, elapsed_s, near_miss),
            count=count,
            seen=watch.seen,
            elapsed_s=round(elapsed_s, 3),
            last_id=watch.last_id,
            data=[self._stored.record(row) for row in watch.found[:MAX_SHOWN]],
            nearest=near_miss,
        )


class _Watch:
    """What came so far."""

    def __init__(self, wanted: Expectation, names: NameSource) -> None:
        known = names.names
        query = parse_query(wanted.match)
        criteria = resolve(query, Surroundings(LibraryNames(known), time.time_ns()))
        self.search = Search(criteria, NotificationMatcher(criteria, known).matches, LibraryNames(known))
        self.finder = MissFinder(query, criteria, known)
        self.found: list[StoredNotification] = []
        self.seen = 0
        self.last_id = wanted.after_id or 0
        self.nearest: StoredNotification | None = None
        self._fewest = 0
        self._compared = 0
        self._count = wanted.count

    @property
    def is_enough(self) -> bool:
        """Whether as many fit as were asked for."""
        return len(self.found) >= self._count

    async def look_at(self, rows: Sequence[StoredNotification]) -> None:
        """New rows, in their order."""
        for index, row in enumerate(rows, 1):
            self._look_at(row, is_fitting=self.search.matches(row))
            if self.is_enough:
                return
            if index % _BREATH == 0:
                await asyncio.sleep(0)

    def take_found(self, found: Sequence[StoredNotification], newest: Sequence[StoredNotification]) -> None:
        """Rows that fit, and the newest of all, both newest first."""
        ids = {row.id for row in found}
        rows = {row.id: row for row in (*found, *newest)}
        for row_id in sorted(rows):
            if not self.is_enough:
                self._look_at(rows[row_id], is_fitting=row_id in ids)

    def _look_at(self, row: StoredNotification, *, is_fitting: bool) -> None:
        self.seen += 1
        self.last_id = row.id
        if is_fitting:
            self.found.append(row)
        elif self._compared < MAX_NEAR:
            self._compared += 1
            misses = self.finder.count(row)
            if self.nearest is None or misses <= self._fewest:
                self.nearest, self._fewest = row, misses


def _check(wanted: Expectation) -> None:
    if not 1 <= wanted.count <= MAX_COUNT:
        raise InvalidInput(f"It is 1 to {MAX_COUNT:,}", field="count")
    if not 0 <= wanted.within_s <= LONGEST_WAIT_S:
        raise InvalidInput(f"It is 0 to {LONGEST_WAIT_S:,.0f} seconds", field="within_s")


def _sentence(wanted: Expectation, count: int, seen: int, elapsed_s: float, nearest: NearMiss | None) -> str:
    what = f"that {wanted.match.strip()} fits" if wanted.match.strip() else "of any kind"
    within = f"within {elapsed_s:.1f} s"
    if wanted.absent:
        return f"Fewer than {wanted.count:,} notifications {what} were expected, {count:,} came {within}."
    came = f"{count:,} of {wanted.count:,} notifications {what} came {within}"
    if nearest is None:
        return f"{came}; {seen - count:,} others came."
    reasons = "; ".join([f"{miss.condition}: {miss.reason}" for miss in nearest.misses])
    return f"{came}; the nearest of {seen - count:,} others fails by {reasons}."
