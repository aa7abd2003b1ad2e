"""Pages of a search, and how many rows fit it.

Owns honesty about what was looked at: a page that ends because its time is over says how far down it came, and the next
page goes on there; a count that would take long is an estimate and says so. The way through the rows is
`notification_walk`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.search.criteria import Comparison, Criteria, NumberColumn, NumberCompared
from trishul.search.syntax import All
from trishul.store.notification_search import SearchConditions
from trishul.store.notification_spans import first_since, indexed_up_to, last_before
from trishul.store.notification_vocabulary import stored_values
from trishul.store.notification_walk import (
    FEW_ROWS,
    JUDGED_AT_ONCE,
    LONGEST_WINDOW,
    NotificationWalk,
    Search,
)
from trishul.store.notification_ways import ids_along
from trishul.store.notifications import StoredNotification, newest_id
from trishul.store.tables import notifications

PATIENCE_S = 0.5
"""How long one page is looked for."""
COUNTING_S = 0.03
"""How long rows are counted or judged for an estimate."""
COUNTED_ROWS = 200_000
"""Rows that are counted one by one along an index; more take too long."""
_COUNTED_AT_ONCE = 20_000
"""Rows of the table among which those that fit are counted within some milliseconds."""
_c = notifications.c


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows fit."""

    number: int
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Rows newest first. `next_before` is where to go on; None when everything was looked at."""

    rows: list[StoredNotification]
    next_before: int | None
    is_full: bool
    """False when time was over before the page was full."""


class NotificationSearch:
    """A search in one state of the database, its page and how many rows fit; `open` it on a connection."""

    def __init__(self, connection: AsyncConnection, walk: NotificationWalk, newest: int) -> None:
        self._connection = connection
        self._walk = walk
        self._newest = newest

    @classmethod
    async def open(
        cls, connection: AsyncConnection, search: Search, *, before: int | None = None, after: int | None = None
    ) -> NotificationSearch:
        """Looks at what is stored; rows have ids below `before` and above `after`."""
        conditions = SearchConditions(await stored_values(connection, search.criteria), search.names)
        newest = await newest_id(connection)
        below = newest + 1 if before is None else min(before, newest + 1)
        above, below = await _narrowed(connection, search.criteria, after or 0, below)
        indexed = await indexed_up_to(connection)
        return cls(connection, NotificationWalk(connection, search, conditions, range(above, below), indexed), newest)

    async def page(self, limit: int, patience_s: float = PATIENCE_S) -> FoundPage:
        """At most `limit` rows. Once for each search."""
        ends_at = time.monotonic() + patience_s
        rows: list[StoredNotification] = []
        while (step := await self._walk.step(limit + 1)) is not None:
            rows.extend(step.rows)
            if len(rows) > limit:
                return FoundPage(rows[:limit], rows[limit - 1].id, is_full=True)
            if step.reached > self._walk.above + 1 and time.monotonic() >= ends_at:
                return FoundPage(rows, step.reached, is_full=False)
        return FoundPage(rows, None, is_full=True)

    async def count(self, patience_s: float = COUNTING_S) -> Count:
        """How many fit: counted where that is quick, otherwise estimated from the newest rows.

        What the page has judged is not judged again.
        """
        if self._walk.bounds.is_exact:
            number = await self._counted_by_index()
            return await self._counted_in_time(patience_s) if number is None else Count(number, is_estimate=False)
        ends_at = time.monotonic() + patience_s
        while await self._walk.step(JUDGED_AT_ONCE) is not None and time.monotonic() < ends_at:
            pass
        return self._extrapolated(self._walk.found, self._walk.reached)

    async def _counted_by_index(self) -> int | None:
        """How many fit, where an index leads to few rows; None where none does."""
        walk = self._walk
        if any(way.is_whole for way in walk.ways):
            number = await self._counted(walk.above, walk.below, COUNTED_ROWS + 1)
            return number if number <= COUNTED_ROWS else None
        few = await walk.way_with_few(FEW_ROWS)
        if few is None:
            return None
        ids = ids_along(few, below=walk.below, above=walk.above, limit=FEW_ROWS)
        query = select(func.count(_c.id)).where(_c.id.in_(ids), walk.bounds.may)
        return (await self._connection.execute(query)).scalar_one()

    async def _counted_in_time(self, patience_s: float) -> Count:
        """By counting in the newest rows, in windows that grow as far as the time allows."""
        walk = self._walk
        number, top, window = 0, walk.below, _COUNTED_AT_ONCE
        started = time.monotonic()
        while top > walk.above + 1:
            low = max(top - window, walk.above + 1)
            number += await self._counted(low - 1, top)
            top = low
            took_s = time.monotonic() - started
            if took_s >= patience_s:
                break
            in_time = int((walk.below - top) * (patience_s - took_s) / max(took_s, 1e-6))
            window = max(min(window * 4, LONGEST_WINDOW, in_time), _COUNTED_AT_ONCE)
        return self._extrapolated(number, top)

    def _extrapolated(self, number: int, reached: int) -> Count:
        walk = self._walk
        looked_at, all_ids = walk.below - reached, walk.below - walk.above - 1
        if looked_at >= all_ids or not looked_at:
            return Count(number, is_estimate=False)
        return Count(round(number * all_ids / looked_at), is_estimate=True)

    async def _counted(self, above: int, below: int, limit: int = -1) -> int:
        """Between two ids; a bound that bounds nothing costs a third more."""
        between = [_c.id > above] * (above > 0) + [_c.id < below] * (below <= self._newest)
        fitting = select(literal(1)).select_from(notifications).where(self._walk.bounds.may, *between).limit(limit)
        return (await self._connection.execute(select(func.count()).select_from(fitting.subquery()))).scalar_one()


async def _narrowed(connection: AsyncConnection, criteria: Criteria, above: int, below: int) -> tuple[int, int]:
    """Between which ids rows can fit, by what the criteria say of ids and of times."""
    parts = criteria.parts if isinstance(criteria, All) else (criteria,)
    for part in parts:
        match part:
            case NumberCompared(NumberColumn.RECEIVED_AT_NS, Comparison.AT_LEAST, since_ns):
                above = max(above, await first_since(connection, since_ns) - 1)
            case NumberCompared(NumberColumn.RECEIVED_AT_NS, Comparison.LESS, before_ns):
                last = await last_before(connection, before_ns)
                below = below if last is None else min(below, last + 1)
            case NumberCompared(NumberColumn.ID, Comparison.EQUAL, number):
                above, below = max(above, number - 1), min(below, number + 1)
            case NumberCompared(NumberColumn.ID, Comparison.GREATER | Comparison.AT_LEAST, number):
                above = max(above, number - 1)
            case NumberCompared(NumberColumn.ID, Comparison.LESS | Comparison.AT_MOST, number):
                below = min(below, number + 1)
            case _:
                pass
    return above, max(below, above + 1)
