"""The way through stored notifications for a query: rows that fit, from the newest down, in bounded steps.

Owns the choice of a way into the table and the size of steps. The newest rows are looked at first: where many of them
fit no way is needed, and none is worth what its choice costs. Nothing here holds up the event loop for longer than a
few rows take.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.search.criteria import Criteria
from trishul.store.notification_search import Bounds, SearchConditions, TrapNames
from trishul.store.notification_ways import Way, count_along, ids_along
from trishul.store.notifications import STORED_COLUMNS, StoredNotification, with_tags
from trishul.store.tables import notifications

FIRST_WINDOW, LONGEST_WINDOW = 2_000, 100_000
"""Rows of the table in one step."""
FEW_ROWS, MANY_ROWS = 5_000, 50_000
"""Rows of a way that are counted to choose it: the first one with few is taken, of two long ways neither is better."""
SPARSE = 20
"""Where fewer than one in so many of the newest rows fits, a way is looked for."""
JUDGED_AT_ONCE = 500
_JUDGED_FIRST = 200
_VERY_FEW_ROWS = 500
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


class Step(NamedTuple):
    """Rows that fit, and the id down to which everything was looked at."""

    rows: list[StoredNotification]
    reached: int


class NotificationWalk:
    """One walk; `ids` are those it may meet, `indexed` is the last whose words are known to the index."""

    def __init__(
        self, connection: AsyncConnection, search: Search, conditions: SearchConditions, ids: range, indexed: int
    ) -> None:
        self.bounds: Bounds = conditions.bounds(search.criteria)
        self.ways = [way for way in conditions.ways(search.criteria) if indexed or not way.needs_word_index]
        self.above, self.below = ids.start, ids.stop
        self.found, self.reached = 0, ids.stop
        """Rows that fit, and the id down to which they were looked for."""
        self._connection = connection
        self._search = search
        self._indexed_up_to = indexed
        self._steps: AsyncGenerator[Step, None] | None = None
        self._lengths: dict[Way, int] = {}

    async def step(self, wanted: int) -> Step | None:
        """The next rows; None when everything was looked at. `wanted` are needed in all, the first time says it."""
        if self._steps is None:
            self._steps = self._walked(wanted)
        step = await anext(self._steps, None)
        self.reached = step.reached if step is not None else self.above + 1
        self.found += len(step.rows) if step is not None else 0
        return step

    async def way_with_few(self, most: int) -> Way | None:
        """A way with at most so many rows; of those that are slow to begin only if they may have many."""
        for way in self.ways:
            length = self._lengths.get(way)
            if length is None and (way.is_ordered or most == MANY_ROWS):
                query = count_along(way, below=self.below, above=self.above, limit=most + 1)
                length = (await self._connection.execute(query)).scalar_one()
                if length <= most:
                    self._lengths[way] = length
            if length is not None and length <= most:
                return way
        return None

    async def _chosen_way(self) -> Way | None:
        """The way with the fewest rows, as far as that is soon known; a single one needs no counting."""
        if len(self.ways) < 2:
            return self.ways[0] if self.ways else None
        for most in (_VERY_FEW_ROWS, FEW_ROWS, MANY_ROWS):
            few = await self.way_with_few(most)
            if few is not None:
                return few
        return next((way for way in self.ways if way.is_ordered), self.ways[0])

    async def _walked(self, wanted: int) -> AsyncGenerator[Step, None]:
        """Along the table while many of its rows fit, then along a way if there is one."""
        top = self.below
        async for step in self._along_the_table(top, self.above, wanted):
            is_dense = len(step.rows) * SPARSE >= top - step.reached
            top = step.reached
            yield step
            if self.ways and not is_dense:
                break
        way = await self._chosen_way() if top > self.above + 1 else None
        if way is not None and way.needs_word_index:
            bottom = max(self.above, min(self._indexed_up_to, top - 1))
            async for step in self._along_the_table(top, bottom, wanted):
                yield step
            top = min(top, bottom + 1)
        if way is not None:
            async for step in self._along_the_way(way, top, wanted):
                yield step

    async def _along_the_table(self, top: int, bottom: int, wanted: int) -> AsyncGenerator[Step, None]:
        at_once = wanted if self.bounds.is_exact else _JUDGED_FIRST
        window = FIRST_WINDOW
        while top > bottom + 1:
            low = max(top - window, bottom + 1)
            query = select(*STORED_COLUMNS).where(_c.id < top, _c.id >= low, self.bounds.may)
            rows = await self._rows(query.order_by(_c.id.desc()).limit(at_once))
            top = rows[-1].id if len(rows) == at_once else low
            window = min(window * 4, LONGEST_WINDOW)
            if not self.bounds.is_exact:
                at_once = JUDGED_AT_ONCE
            yield Step(await self._judged(rows), top)

    async def _along_the_way(self, way: Way, top: int, wanted: int) -> AsyncGenerator[Step, None]:
        at_once = min(wanted, _LONGEST_STEP)
        while top > self.above + 1:
            most = at_once if way.is_ordered and not self.bounds.is_exact else _LONGEST_STEP
            along = ids_along(way, below=top, above=self.above, limit=most)
            ids: list[int] = [row.id for row in await self._connection.execute(along)]
            bottom = ids[-1] if len(ids) == most else self.above + 1
            while ids:
                some = ids if self.bounds.is_exact else ids[:at_once]
                query = select(*STORED_COLUMNS).where(_c.id.in_(some), self.bounds.may).order_by(_c.id.desc())
                rows = await self._rows(query.limit(at_once))
                last = rows[-1].id if len(rows) == at_once else some[-1]
                ids = ids[ids.index(last) + 1 :]
                yield Step(await self._judged(rows), last if ids else bottom)
            top = bottom
            at_once = min(at_once * 4, _LONGEST_STEP)

    async def _rows(self, query: Select[Any]) -> list[StoredNotification]:
        rows = [StoredNotification(*row) for row in await self._connection.execute(query)]
        return await with_tags(self._connection, rows)

    async def _judged(self, rows: list[StoredNotification]) -> list[StoredNotification]:
        if self.bounds.is_exact:
            return rows
        fitting = []
        for index, row in enumerate(rows, 1):
            if self._search.matches(row):
                fitting.append(row)
            if index % _BREATH == 0:
                await asyncio.sleep(0)
        return fitting
