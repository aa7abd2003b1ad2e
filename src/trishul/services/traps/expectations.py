"""Waiting for notifications that a query fits: a test asks once, the server waits and says what came instead.

Owns the wait and its bounds; the verdict is `verdicts`. Who expects says from when on: from the moment of asking,
behind a number that it has seen, or all that an inbox has. Nothing is missed in between: what the bus could not hand
over is read from the store. What rules and people say of a notification comes later than itself: where that may decide,
everything is looked at again.
"""

from __future__ import annotations

import asyncio
import time

from trishul.errors import TrishulError
from trishul.search.criteria import Criteria, Flag, HasFlag, SeverityCompared, Tagged, TextColumn, TextCompared
from trishul.search.syntax import All, Any, Not
from trishul.services.bus import Bus, Subscription
from trishul.services.events import NotificationsChanged, NotificationsStored
from trishul.services.mibs.name_source import NameSource
from trishul.services.traps.inboxes import NoSuchInbox, TrapInboxes
from trishul.services.traps.notification_match import NotificationMatcher
from trishul.services.traps.notification_query import LibraryNames
from trishul.services.traps.stored_notifications import StoredNotifications
from trishul.services.traps.verdicts import MAX_NEAR, Expectation, TrapVerdict, Watch
from trishul.store.database import Database
from trishul.store.notification_pages import NotificationSearch
from trishul.store.notification_walk import Search
from trishul.store.notifications import StoredNotification, list_notifications, newest_id

MAX_WAITERS = 100


class TooManyWaiters(TrishulError):
    """So many wait already."""

    code = "too_many_waiters"

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} requests wait for notifications already. Ask again when one of them is done.")
        self.retry_after_s = 1


class Expectations:
    """Waits for anybody, for a bounded number at a time."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        names: NameSource,
        stored: StoredNotifications,
        inboxes: TrapInboxes | None = None,
    ) -> None:
        self._database = database
        self._bus = bus
        self._names = names
        self._stored = stored
        self._inboxes = inboxes
        self.waiting = 0

    async def expect(self, wanted: Expectation) -> TrapVerdict:
        """The verdict, as soon as it is certain. Raises InvalidQuery, InvalidInput, NoSuchInbox, TooManyWaiters."""
        watch = Watch(wanted, self._names.names, time.time_ns())
        if wanted.inbox is not None and (self._inboxes is None or not self._inboxes.has(wanted.inbox)):
            raise NoSuchInbox(wanted.inbox)
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
        return watch.verdict(time.monotonic() - started, self._stored.record)

    async def _begin(self, watch: Watch, wanted: Expectation) -> None:
        """Looks at what is there already, however short the wait."""
        if wanted.after_id is not None or wanted.inbox is not None:
            await self._catch_up(watch, wanted, watch.last_id)
        else:
            async with self._database.read() as connection:
                watch.begin_behind(await newest_id(connection))

    async def _follow(self, watch: Watch, wanted: Expectation, events: Subscription) -> None:
        """Until enough came."""
        is_said_later = _is_said_later(watch.criteria)
        while not watch.is_enough:
            event = await anext(events)
            if events.take_missed() or (is_said_later and isinstance(event, NotificationsChanged)):
                if is_said_later:
                    watch.begin_behind(watch.began_behind)
                await self._catch_up(watch, wanted, watch.last_id)
            elif isinstance(event, NotificationsStored):
                await watch.look_at([row for row in event.newest(event.total) if row.id > watch.last_id])

    async def _catch_up(self, watch: Watch, wanted: Expectation, after_id: int) -> None:
        """Looks at what is stored behind a number: what fits, and the newest of all for the nearest miss."""
        names = self._names.names
        search = Search(watch.criteria, watch.matches, LibraryNames(names))
        async with self._database.read() as connection:
            if watch.scope is None:
                newest = await list_notifications(connection, limit=MAX_NEAR, after_id=after_id)
            else:
                scope = Search(watch.scope, NotificationMatcher(watch.scope, names).matches, search.names)
                newest = (await (await NotificationSearch.open(connection, scope, after=after_id)).page(MAX_NEAR)).rows
            found: list[StoredNotification] = []
            before: int | None = None
            while True:
                opened = await NotificationSearch.open(connection, search, before=before, after=after_id)
                page = await opened.page(MAX_NEAR)
                found.extend(page.rows)
                before = page.next_before
                if before is None or len(found) >= wanted.count:
                    break
        watch.take_found(found, newest)


_LATER_FLAGS = frozenset({Flag.READ, Flag.PINNED, Flag.TAGGED})


def _is_said_later(criteria: Criteria) -> bool:
    """Whether rules or people may still decide it when a notification is stored."""
    match criteria:
        case All(parts) | Any(parts):
            return any(_is_said_later(part) for part in parts)
        case Not(part):
            return _is_said_later(part)
        case Tagged() | SeverityCompared() | TextCompared(TextColumn.INBOX):
            return True
        case HasFlag(flag):
            return flag in _LATER_FLAGS
        case _:
            return False
