"""Pages of a search: from the newest row down, in bounded steps, until the page is full or its time is over.

Owns the choice of a way into the table, the size of steps, and honesty about what was looked at: a page that ends
because its time is over says how far down it came, and the next page goes on there. Nothing here holds up the event
loop for longer than a few rows take.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.search.criteria import Comparison, Criteria, NumberColumn, NumberCompared
from trishul.search.syntax import All
from trishul.store.notification_search import (
    Bounds,
    SearchConditions,
    TrapNames,
    Way,
    ids_along,
    stored_values,
)
from trishul.store.notification_spans import first_since, indexed_up_to, last_before
from trishul.store.notifications import STORED_COLUMNS, StoredNotification, newest_id, with_tags
from trishul.store.tables import notifications

PATIENCE_S = 0.5
"""How long one page is looked for."""
COUNTING_S = 0.05
FEW_ROWS = 50_000
"""Rows of a way that are counted to choose it: of two long ways neither is better."""
_FIRST_WINDOW, _LONGEST_WINDOW = 2_000, 100_000
_JUDGED_AT_ONCE = 500
_LONGEST_STEP = 1_000
_BREATH = 50
"""Rows that are judged before others may use the event loop."""
_c = notifications.c


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: for the database, and for rows that it cannot judge."""

    criteria: Criteria
    matches: Callable[[StoredNotification], bool]
    names: TrapNames


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
    """A search in one state of the database; `open` it on a connection."""

    def __init__(
        self, connection: AsyncConnection, search: Search, conditions: SearchConditions, ids: range, indexed: int
    ) -> None:
        self._connection = connection
        self._search = search
        self._bounds: Bounds = conditions.bounds(search.criteria)
        self._ways = [way for way in conditions.ways(search.criteria) if indexed or not way.needs_word_index]
        self._above, self._below = ids.start, ids.stop
        self._indexed_up_to = indexed
        self._way: Way | None = None

    @classmethod
    async def open(
        cls, connection: AsyncConnection, search: Search, *, before: int | None = None, after: int | None = None
    ) -> NotificationSearch:
        """Looks at what is stored and chooses a way; rows have ids below `before` and above `after`."""
        conditions = SearchConditions(await stored_values(connection, search.criteria), search.names)
        newest = await newest_id(connection)
        below = newest + 1 if before is None else min(before, newest + 1)
        above, below = await _narrowed(connection, search.criteria, after or 0, below)
        opened = cls(connection, search, conditions, range(above, below), await indexed_up_to(connection))
        await opened._choose_way()
        return opened

    async def page(self, limit: int, patience_s: float = PATIENCE_S) -> FoundPage:
        """At most `limit` rows."""
        ends_at = time.monotonic() + patience_s
        rows: list[StoredNotification] = []
        async for found, reached in self._steps(limit + 1):
            rows.extend(found)
            if len(rows) > limit:
                return FoundPage(rows[:limit], rows[limit - 1].id, is_full=True)
            if reached > self._above + 1 and time.monotonic() >= ends_at:
                return FoundPage(rows, reached, is_full=False)
        return FoundPage(rows, None, is_full=True)

    async def count(self, patience_s: float = COUNTING_S) -> Count:
        """How many fit: counted where that is quick, otherwise estimated from the newest rows."""
        if self._way is not None and self._way.is_whole and self._bounds.is_exact:
            return Count(await self._counted(self._above, self._below), is_estimate=False)
        if not self._bounds.is_exact:
            return await self._estimated(patience_s)
        ends_at = time.monotonic() + patience_s
        number, top, window = 0, self._below, _FIRST_WINDOW
        while top > self._above + 1:
            low = max(top - window, self._above + 1)
            number += await self._counted(low - 1, top)
            top, window = low, min(window * 4, _LONGEST_WINDOW)
            if time.monotonic() >= ends_at:
                break
        return self._extrapolated(number, top)

    async def _estimated(self, patience_s: float) -> Count:
        """By judging the newest rows."""
        ends_at = time.monotonic() + patience_s
        number, reached = 0, self._below
        async for found, reached in self._steps(_JUDGED_AT_ONCE):
            number += len(found)
            if time.monotonic() >= ends_at:
                return self._extrapolated(number, reached)
        return Count(number, is_estimate=False)

    def _extrapolated(self, number: int, reached: int) -> Count:
        looked_at, all_ids = self._below - reached, self._below - self._above - 1
        if looked_at >= all_ids or not looked_at:
            return Count(number, is_estimate=False)
        return Count(round(number * all_ids / looked_at), is_estimate=True)

    async def _counted(self, above: int, below: int) -> int:
        query = select(func.count()).select_from(notifications).where(self._bounds.may)
        if above > 0 or below <= self._below - 1:
            query = query.where(_c.id > above, _c.id < below)
        return int((await self._connection.execute(query)).scalar_one())

    async def _choose_way(self) -> None:
        """The way with the fewest rows; a single one needs no counting."""
        if len(self._ways) < 2:
            self._way = self._ways[0] if self._ways else None
            return
        fewest = FEW_ROWS + 1
        for way in self._ways:
            ids = ids_along(way, below=self._below, above=self._above, limit=fewest).subquery()
            number = int((await self._connection.execute(select(func.count()).select_from(ids))).scalar_one())
            if number < fewest or self._way is None:
                fewest, self._way = number, way

    async def _steps(self, wanted: int) -> AsyncGenerator[tuple[list[StoredNotification], int], None]:
        """Rows that fit, step by step, each with the id down to which everything was looked at."""
        top = self._below
        if self._way is None or self._way.needs_word_index:
            bottom = self._above if self._way is None else max(self._above, min(self._indexed_up_to, top - 1))
            async for step in self._along_the_table(top, bottom, wanted):
                yield step
            top = min(top, bottom + 1)
        if self._way is not None:
            async for step in self._along_the_way(self._way, top, wanted):
                yield step

    async def _along_the_table(
        self, top: int, bottom: int, wanted: int
    ) -> AsyncGenerator[tuple[list[StoredNotification], int], None]:
        at_once = wanted if self._bounds.is_exact else _JUDGED_AT_ONCE
        window = _FIRST_WINDOW
        while top > bottom + 1:
            low = max(top - window, bottom + 1)
            query = select(*STORED_COLUMNS).where(_c.id < top, _c.id >= low, self._bounds.may)
            rows = await self._rows(query.order_by(_c.id.desc()).limit(at_once))
            top = rows[-1].id if len(rows) == at_once else low
            window = min(window * 4, _LONGEST_WINDOW)
            yield await self._judged(rows), top

    async def _along_the_way(
        self, way: Way, top: int, wanted: int
    ) -> AsyncGenerator[tuple[list[StoredNotification], int], None]:
        at_once = min(wanted, _LONGEST_STEP)
        while top > self._above + 1:
            along = ids_along(way, below=top, above=self._above, limit=at_once)
            ids: list[int] = [row.id for row in await self._connection.execute(along)]
            query = select(*STORED_COLUMNS).where(_c.id.in_(ids), self._bounds.may).order_by(_c.id.desc())
            rows = await self._rows(query) if ids else []
            top = ids[-1] if len(ids) == at_once else self._above + 1
            at_once = min(at_once * 4, _LONGEST_STEP)
            yield await self._judged(rows), top

    async def _rows(self, query: Select[Any]) -> list[StoredNotification]:
        rows = [StoredNotification(*row) for row in await self._connection.execute(query)]
        return await with_tags(self._connection, rows)

    async def _judged(self, rows: list[StoredNotification]) -> list[StoredNotification]:
        if self._bounds.is_exact:
            return rows
        fitting = []
        for index, row in enumerate(rows, 1):
            if self._search.matches(row):
                fitting.append(row)
            if index % _BREATH == 0:
                await asyncio.sleep(0)
        return fitting


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
