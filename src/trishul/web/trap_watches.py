"""Clients that watch a query: they get the notifications that fit it, and how many others there were.

Owns one watch for each query, however many clients have it, its predicate, its sampling and its numbers. Judging is
bounded: under a storm the newest rows of a batch are judged and the others counted as `unjudged`, so that no query of a
client costs the server more than a few milliseconds of each second. A query means what the MIBs say at the moment; when
they change it is read anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

import msgspec

from trishul.errors import InvalidQuery
from trishul.services.events import NotificationsStored
from trishul.services.traps.notification_match import LookedAt
from trishul.services.traps.records import TrapRecord
from trishul.services.traps.traps import TrapService
from trishul.web.frames import Frame, QueryFault, TrapFrame, TrapsWatchedFrame
from trishul.web.live_client import LiveClient
from trishul.web.sampling import Sampler

MAX_TEXT_CHARACTERS = 4_000
JUDGED_PER_S, JUDGED_AT_ONCE = 5_000.0, 2_000.0
"""Rows that all watches together judge; each takes some microseconds."""
_JUDGED_BREATH = 200
"""Rows that are judged before others may use the event loop."""
REPORTS_PER_S = 4.0
PUSHES_PER_S, PUSHES_AT_ONCE = 250.0, 250

Offer = Callable[[Iterable[LiveClient], Frame], None]


class _Wanted(msgspec.Struct):
    """The text of a client; other texts mean nothing."""

    watch_traps: str


class Watch:
    """One query and who watches it."""

    def __init__(self, query: str, matches: Callable[[LookedAt], bool]) -> None:
        self.query = query
        self.matches = matches
        self.clients: set[LiveClient] = set()
        self.sampler = Sampler(PUSHES_PER_S, PUSHES_AT_ONCE)
        self.matched = self.hidden = self.unjudged = 0
        self.is_reported = True
        self.reported_at = float("-inf")

    def report(self) -> TrapsWatchedFrame:
        """The numbers until now."""
        return TrapsWatchedFrame(self.query, self.matched, self.hidden, self.unjudged)


class TrapWatches:
    """All watches of a server. `offer` sends a frame to clients, encoded once."""

    def __init__(self, traps: TrapService, offer: Offer) -> None:
        self._traps = traps
        self._offer = offer
        self._watches: dict[str, Watch] = {}
        self._of_client: dict[LiveClient, Watch] = {}
        self._tokens = JUDGED_AT_ONCE
        self._filled_at = 0.0

    def is_watching(self, client: LiveClient) -> bool:
        """Whether a client gets only what fits a query."""
        return client in self._of_client

    def take_text(self, client: LiveClient, text: str) -> None:
        """A client says what it watches from now on: a query, or nothing for everything."""
        try:
            wanted = msgspec.json.decode(text, type=_Wanted) if len(text) <= MAX_TEXT_CHARACTERS else None
        except (msgspec.MsgspecError, UnicodeError):
            return
        if wanted is None:
            return
        self.forget(client)
        query = wanted.watch_traps.strip()
        try:
            watch = self._watches.get(query) or Watch(query, self._traps.stored.matcher(query))
        except InvalidQuery as error:
            fault = QueryFault(str(error), error.column, error.length, error.expected)
            self._offer([client], TrapsWatchedFrame(query, error=fault))
            return
        if query:
            self._watches[query] = watch
            watch.clients.add(client)
            self._of_client[client] = watch
        self._offer([client], watch.report())

    def forget(self, client: LiveClient) -> None:
        """A client went away, or watches something else."""
        watch = self._of_client.pop(client, None)
        if watch is None:
            return
        watch.clients.discard(client)
        if not watch.clients:
            del self._watches[watch.query]

    def read_queries_anew(self) -> None:
        """The MIBs changed: names may mean other numbers. A name that is gone keeps its old meaning."""
        for watch in self._watches.values():
            try:
                watch.matches = self._traps.stored.matcher(watch.query)
            except InvalidQuery:
                continue

    async def take_stored(self, stored: NotificationsStored, records: Sequence[TrapRecord], now: float) -> None:
        """Judges what was stored and pushes what fits; `records` are those that were rendered already."""
        if not self._watches:
            return
        self._tokens = min(JUDGED_AT_ONCE, self._tokens + max(0.0, now - self._filled_at) * JUDGED_PER_S)
        self._filled_at = now
        share = int(self._tokens) // len(self._watches)
        rows = [LookedAt(row) for row in stored.newest(share)]
        self._tokens -= len(rows) * len(self._watches)
        for watch in list(self._watches.values()):  # clients come and go meanwhile
            fitting = await _fitting(watch, rows)
            watch.matched += len(fitting)
            watch.hidden += len(rows) - len(fitting)
            watch.unjudged += stored.total - len(rows)
            watch.is_reported = False
            newest = fitting[-watch.sampler.room(now) :]
            self._push(watch, await self._records(records, newest), len(fitting), now)

    async def _records(self, records: Sequence[TrapRecord], fitting: list[LookedAt]) -> list[TrapRecord]:
        """Of rows that fit; what everybody gets is rendered already."""
        rendered = {record.id: record for record in records}
        known = [rendered[looked.row.id] for looked in fitting if looked.row.id in rendered]
        return known or await self._traps.stored.newest_records([looked.row for looked in fitting])

    def beat(self, now: float) -> None:
        """Pushes what had to wait, and numbers that moved; to be called a few times a second."""
        for watch in self._watches.values():
            self._push(watch, [], 0, now)
            if not watch.is_reported and now - watch.reported_at >= 1 / REPORTS_PER_S:
                watch.is_reported, watch.reported_at = True, now
                self._offer_all(watch, watch.report())

    def _push(self, watch: Watch, records: list[TrapRecord], total: int, now: float) -> None:
        for record, skipped in watch.sampler.offer(records, total, now):
            self._offer_all(watch, TrapFrame(record, skipped))

    def _offer_all(self, watch: Watch, frame: Frame) -> None:
        self._offer(watch.clients, frame)


async def _fitting(watch: Watch, rows: Sequence[LookedAt]) -> list[LookedAt]:
    fitting: list[LookedAt] = []
    for start in range(0, len(rows), _JUDGED_BREATH):
        fitting += [row for row in rows[start : start + _JUDGED_BREATH] if watch.matches(row)]
        await asyncio.sleep(0)
    return fitting
