"""What is expected of notifications, and the verdict on what came: enough of them, or the nearest miss and why.

Owns the question, the judging of rows in their order, and the words. Where rows come from is the caller's: a running
server's store (`expectations`), or a receiver of one's own (`own_expectations`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import msgspec

from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.search.criteria import Criteria, TextColumn, TextCompared
from trishul.search.parser import parse_query
from trishul.search.resolving import Surroundings, resolve
from trishul.search.syntax import All
from trishul.services.traps.notification_match import NotificationMatcher
from trishul.services.traps.notification_misses import Miss, MissFinder
from trishul.services.traps.notification_query import LibraryNames
from trishul.services.traps.records import TrapRecord
from trishul.store.notifications import StoredNotification

MAX_COUNT = 1_000
LONGEST_WAIT_S = 600.0
MAX_SHOWN = 100
MAX_NEAR = 1_000
"""Notifications that did not fit and are compared for the nearest; of more, the first ones."""
_BREATH = 200


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """What is expected: `count` notifications that `match` fits, or with `absent` fewer, within `within_s` seconds."""

    match: str
    count: int = 1
    within_s: float = 10.0
    absent: bool = False
    after_id: int | None = None
    """Stored ones with higher numbers count as well; without it those that come from now on, or all of an inbox."""
    inbox: str | None = None
    """Only what this inbox catches is looked at."""


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


class Watch:
    """What came so far for one expectation."""

    def __init__(self, wanted: Expectation, names: Names, now_ns: int) -> None:
        """Raises InvalidQuery, InvalidInput."""
        _check(wanted)
        query = parse_query(wanted.match)
        asked = resolve(query, Surroundings(LibraryNames(names), now_ns))
        self.scope: Criteria | None = None
        """What is looked at, where that is not everything."""
        self.criteria = asked
        if wanted.inbox is not None:
            self.scope = TextCompared(TextColumn.INBOX, wanted.inbox)
            self.criteria = All((self.scope, asked))
        self.matches = NotificationMatcher(self.criteria, names).matches
        self._wanted = wanted
        self._finder = MissFinder(query, asked, names)
        self.begin_behind(wanted.after_id or 0)

    def begin_behind(self, last_id: int) -> None:
        """Forgets what came, and looks at what follows a number."""
        self.began_behind = self.last_id = last_id
        self.found: list[StoredNotification] = []
        self.seen = 0
        self._nearest: StoredNotification | None = None
        self._fewest = self._compared = 0

    @property
    def is_enough(self) -> bool:
        """Whether as many fit as were asked for."""
        return len(self.found) >= self._wanted.count

    async def look_at(self, rows: Sequence[StoredNotification]) -> None:
        """New rows, in their order."""
        for index, row in enumerate(rows, 1):
            self.last_id = row.id
            if self._wanted.inbox is None or row.inbox == self._wanted.inbox:
                self._look_at(row, is_fitting=self.matches(row))
            if self.is_enough:
                return
            if index % _BREATH == 0:
                await asyncio.sleep(0)

    def take_found(self, found: Sequence[StoredNotification], newest: Sequence[StoredNotification]) -> None:
        """Rows that fit, and the newest of all that are looked at, both newest first."""
        ids = {row.id for row in found}
        rows = {row.id: row for row in (*found, *newest)}
        for row_id in sorted(rows):
            if not self.is_enough:
                self.last_id = row_id
                self._look_at(rows[row_id], is_fitting=row_id in ids)

    def verdict(self, elapsed_s: float, record: Callable[[StoredNotification], TrapRecord]) -> TrapVerdict:
        """As things stand."""
        wanted, count = self._wanted, len(self.found)
        holds = (count >= wanted.count) != wanted.absent
        near_miss = None
        if not holds and not wanted.absent and self._nearest is not None:
            near_miss = NearMiss(record(self._nearest), self._finder.misses(self._nearest))
        return TrapVerdict(
            holds=holds,
            verdict=_sentence(wanted, count, self.seen, elapsed_s, near_miss),
            count=count,
            seen=self.seen,
            elapsed_s=round(elapsed_s, 3),
            last_id=self.last_id,
            data=[record(row) for row in self.found[:MAX_SHOWN]],
            nearest=near_miss,
        )

    def _look_at(self, row: StoredNotification, *, is_fitting: bool) -> None:
        self.seen += 1
        if is_fitting:
            self.found.append(row)
        elif self._compared < MAX_NEAR:
            self._compared += 1
            misses = self._finder.count(row)
            if self._nearest is None or misses <= self._fewest:
                self._nearest, self._fewest = row, misses


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
