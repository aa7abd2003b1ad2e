"""What is stored of notifications, as people look at it: pages, searches, single records.

Owns the reading side. Rows are written by `traps`; their rendering is `records`, the language `trishul.search`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence

import msgspec

from trishul.errors import InvalidInput
from trishul.library.library import LibraryUnavailable
from trishul.library.names import Names
from trishul.services.mibs.name_source import NameSource
from trishul.services.time_share import TimeShare
from trishul.services.traps.notification_match import LookedAt
from trishul.services.traps.notification_query import read_matcher, read_search
from trishul.services.traps.records import TrapDetail, TrapRecord, detail_of, record_of
from trishul.store.database import Database
from trishul.store.notification_pages import Count, FoundPage, NotificationSearch
from trishul.store.notifications import StoredNotification, find_notification, find_notifications, list_notifications

MAX_PAGE = 1000
_ROWS_AT_ONCE = 500
PUSHED_AT_ONCE = 250
PUSHED_SHARE, PUSHED_AT_ONCE_S, PUSHED_AT_LEAST = 0.1, 0.05, 50.0
"""Of the time for records that are pushed: a tenth, fifty milliseconds at once; and so many of them in any second."""
_BREATH = 100
"""Records that are rendered before others may use the event loop: a push must not wait for a page."""
_PUSHED_BREATH = 25
"""The same of those that are pushed: under a storm there are some at any time."""


class MatchCount(msgspec.Struct, frozen=True):
    """How many notifications a query fits."""

    count: int
    is_estimate: bool
    """True where not all of them were looked at."""


class TrapPage(msgspec.Struct, frozen=True):
    """Records newest first; `next` is the `before` of the following page."""

    data: list[TrapRecord]
    next: int | None
    total: int
    """All that are stored."""
    matching: MatchCount | None = None
    """Of a query, with its first page."""
    is_full: bool = True
    """False where time was over before the page was full: what has ids from `next` on has been looked at."""


class StoredNotifications:
    """Pages of what is stored; `shown_names` are the names that records have, None for numbers."""

    def __init__(
        self, database: Database, names: NameSource, shown_names: Callable[[], Names | None], total: Callable[[], int]
    ) -> None:
        self._database = database
        self._names = names
        self._shown_names = shown_names
        self._total = total
        self._pushing = TimeShare(PUSHED_SHARE, most_s=PUSHED_AT_ONCE_S, least=PUSHED_AT_LEAST)

    async def page(self, limit: int = 50, *, before: int | None = None, after: int | None = None) -> TrapPage:
        """A page of records, newest first. Raises InvalidInput for a limit outside 1..1000."""
        check_limit(limit)
        async with self._database.read() as connection:
            rows = await list_notifications(connection, limit=limit + 1, before_id=before, after_id=after)
        records = await self._records(rows[:limit])
        return TrapPage(records, records[-1].id if len(rows) > limit else None, self._total())

    async def search(
        self, query: str, limit: int = 50, *, before: int | None = None, after: int | None = None
    ) -> TrapPage:
        """A page of what a query fits. Raises InvalidQuery, and InvalidInput for a limit outside 1..1000."""
        check_limit(limit)
        search = read_search(query, self._names.names)
        async with self._database.read() as connection:
            opened = await NotificationSearch.open(connection, search, before=before, after=after)
            found = await opened.page(limit)
            count = await _count(opened, found) if before is None and after is None else None
        matching = MatchCount(count.number, count.is_estimate) if count is not None else None
        records = await self._records(found.rows)
        return TrapPage(records, found.next_before, self._total(), matching, found.is_full)

    async def find(self, notification_id: int) -> TrapDetail | None:
        """One record with its octets."""
        async with self._database.read() as connection:
            row = await find_notification(connection, notification_id)
        if row is None:
            return None
        return detail_of(row, self._names if self._shown_names() is not None else None)

    async def rows(self, query: str) -> AsyncGenerator[list[StoredNotification], None]:
        """All rows that a query fits, newest first, some hundred at a time. Raises InvalidQuery."""
        search = read_search(query, self._names.names)
        before: int | None = None
        while True:
            async with self._database.read() as connection:
                found = await (await NotificationSearch.open(connection, search, before=before)).page(_ROWS_AT_ONCE)
            if found.rows:
                yield found.rows
            before = found.next_before
            if before is None:
                return

    async def rows_of(self, ids: Sequence[int]) -> list[StoredNotification]:
        """The rows with these numbers that are there, in the order of their numbers."""
        async with self._database.read() as connection:
            return await find_notifications(connection, ids)

    def matcher(self, query: str) -> Callable[[LookedAt], bool]:
        """The predicate of a query, by the names of this moment. Raises InvalidQuery."""
        return read_matcher(query, self._names.names).fits

    def record(self, row: StoredNotification) -> TrapRecord:
        """The record of a row; numbers where the library cannot be read just now."""
        try:
            return record_of(row, self._shown_names())
        except LibraryUnavailable:
            return record_of(row, None)

    async def newest_records(self, rows: Sequence[StoredNotification]) -> list[TrapRecord]:
        """Records of the newest rows, oldest first, as many as pushes may take of the time: at least one of some."""
        records: list[TrapRecord] = []
        for end in range(len(rows), max(0, len(rows) - PUSHED_AT_ONCE), -_PUSHED_BREATH):
            portion = rows[max(0, end - _PUSHED_BREATH) : end]
            records += self._pushing.take(reversed(portion), self.record)
            if len(records) < len(rows) - end + len(portion):
                break  # the time is over
            await asyncio.sleep(0)
        return records[::-1]

    async def _records(self, rows: Sequence[StoredNotification]) -> list[TrapRecord]:
        names = self._shown_names()
        records = []
        for row in rows:
            records.append(record_of(row, names))
            if len(records) % _BREATH == 0:
                await asyncio.sleep(0)
        return records


async def _count(opened: NotificationSearch, page: FoundPage) -> Count:
    """A first page that is also the last needs no counting."""
    return Count(len(page.rows), is_estimate=False) if page.next_before is None else await opened.count()


def check_limit(limit: int) -> None:
    """Raises InvalidInput."""
    if not 1 <= limit <= MAX_PAGE:
        raise InvalidInput(f"A page has 1 to {MAX_PAGE} records", field="limit")
