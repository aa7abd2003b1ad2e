"""Behind the writer: runs the rules on what was stored, in its order, when there is time.

Owns the pace and how far it came. A step takes a few hundred rows and only while no notification waits to be written,
so that no acknowledgement ever waits for a rule. What rules say and how far they came is one transaction: after a crash
a row is looked at once more only if nothing was said about it. What rules forward goes into the outbox with that
transaction, unless it is what was forwarded and has come back. Rows that were stored before there were rules are left
alone. A database that is ill costs nothing but time.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from trishul.errors import TrishulError
from trishul.services.background import end_background, run_in_background
from trishul.services.bus import Bus
from trishul.services.events import NotificationsChanged
from trishul.services.forwarding.destinations import TrapDestinations
from trishul.services.forwarding.forwarded_notifications import ReturningNotifications
from trishul.services.forwarding.outbox import Forward, TrapOutbox
from trishul.services.mibs.name_source import NameSource
from trishul.services.rules.judgement import OPEN, Judged, judge
from trishul.services.rules.pairs import ended
from trishul.services.rules.rules import TrapRules
from trishul.services.traps.notification_match import LookedAt
from trishul.services.traps.severity_hints import SeverityHints
from trishul.store.database import Database, StoreUnavailable
from trishul.store.notification_marks import SaidOf, add_tags, list_tagged, remove_tags, say_of_each
from trishul.store.notifications import StoredNotification, list_following, newest_id
from trishul.store.settings import load_settings, save_settings

ROWS_PER_STEP = 500
UNSAVED_ROWS = 10_000
"""Rows that a crash may make it look at again, when nothing was said about them."""
CLEARED = "cleared"
"""The tag of what was open until another notification ended it."""
RETURNED = "returned"
"""The tag of what was forwarded and has come back: it is not forwarded again."""
MAX_OPEN = 1_000
"""Open notifications that are looked through for a pair; older ones stay open."""
_DONE = "traps.rules_done"
_PATIENCE_S = 0.2
_BUSY_PAUSE_S = 0.1
_RETRY_S = 5.0
_BREATH = 50
"""Questions to rules that are answered before others may use the event loop: some ten milliseconds."""

_log = structlog.get_logger(__name__)


class RuleForwarding(Protocol):
    """Where rules forward to."""

    @property
    def destinations(self) -> TrapDestinations:
        """Those that rules may name."""
        ...

    @property
    def outbox(self) -> TrapOutbox:
        """What is to be sent."""
        ...

    @property
    def returning(self) -> ReturningNotifications:
        """What was sent a moment ago."""
        ...


class RuleRunner:
    """Open it before the writer's first commit; `wake` it after each."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        names: NameSource,
        rules: TrapRules,
        is_writer_busy: Callable[[], bool],
        forwarding: RuleForwarding | None = None,
    ) -> None:
        self._database = database
        self._bus = bus
        self._names = names
        self._rules = rules
        self._is_writer_busy = is_writer_busy
        self._forwarding = forwarding
        self._done = self._saved = self._newest = 0
        self._stored = asyncio.Event()
        self._stored.set()
        self._task: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """Stored rows that were not looked at yet, at most."""
        return max(self._newest - self._done, 0)

    async def open(self) -> None:
        """Finds out how far it came, and begins."""
        async with self._database.read() as connection:
            text = (await load_settings(connection)).get(_DONE, "")
            self._newest = await newest_id(connection)
        self._done = self._saved = int(text) if text.isdigit() else self._newest
        self._task = run_in_background(self._run(), "rules for notifications")

    async def close(self) -> None:
        """Ends between two steps and notes how far it came."""
        await end_background(self._task)
        try:
            async with self._database.write() as connection:
                await save_settings(connection, {_DONE: str(self._done)})
        except StoreUnavailable as error:
            _log.warning("how far the rules came was not saved", reason=error.reason)

    def wake(self, newest: int) -> None:
        """There are rows up to this id."""
        self._newest = newest
        self._stored.set()

    async def step(self) -> int:
        """Looks at the next rows; returns how many. Raises StoreUnavailable, LibraryUnavailable."""
        async with self._database.read() as connection:
            rows = await list_following(connection, self._done, limit=ROWS_PER_STEP)
        if not rows:
            self._done = max(self._done, self._newest)
            return 0
        judged = await self._judge(rows)
        cleared = ended(judged, await self._opened()) if any(each.clearing for each in judged) else []
        changed = [each for each in judged if each.is_changed]
        forwards = [Forward(name, each.after) for each in judged for name in each.forwards]
        last, due = rows[-1].id, []
        if changed or cleared or forwards or last - self._saved >= UNSAVED_ROWS:
            async with self._database.write() as connection:
                await say_of_each(connection, [_said_of(each) for each in changed])
                await remove_tags(connection, cleared, [OPEN])
                await add_tags(connection, cleared, [CLEARED])
                if self._forwarding is not None:
                    due = await self._forwarding.outbox.put(connection, forwards)
                await save_settings(connection, {_DONE: str(last)})
            self._saved = last
        self._done = last
        if self._forwarding is not None:
            self._forwarding.outbox.announce(due)
        self._rules.note_matches(Counter(rule for each in judged for rule in each.rules), time.time())
        if changed or cleared:
            touched = {each.after.id for each in changed} | set(cleared)
            self._bus.publish(NotificationsChanged(len(touched), 0))
        return len(rows)

    async def _opened(self) -> list[StoredNotification]:
        """What waits for its end, the newest of them, oldest first."""
        async with self._database.read() as connection:
            return await list_tagged(connection, OPEN, limit=MAX_OPEN)

    async def _judge(self, rows: Sequence[StoredNotification]) -> list[Judged]:
        rules, hints, now = self._rules.runnable(), SeverityHints(self._names.names), time.time()
        rows_per_breath = max(1, _BREATH // (len(rules) + 1))
        judged = []
        for row in rows:
            judged.append(self._without_circles(judge(LookedAt(row), rules, hints.of, now)))
            if len(judged) % rows_per_breath == 0:
                await asyncio.sleep(0)
        return judged

    def _without_circles(self, judged: Judged) -> Judged:
        """What has come back is tagged, and goes nowhere again."""
        if not judged.forwards or self._forwarding is None:
            return judged
        if not self._forwarding.returning.has_returned(judged.before):
            return judged
        after = judged.after
        return judged._replace(after=after._replace(tags=tuple(sorted({*after.tags, RETURNED}))), forwards=())

    async def _run(self) -> None:
        while True:
            await self._stored.wait()
            self._stored.clear()
            try:
                while await self._step_when_idle() == ROWS_PER_STEP:
                    pass
            except TrishulError as error:  # the store or the MIB library
                _log.warning("rules cannot be run now, this is tried again", code=error.code, reason=str(error))
                self._stored.set()
                await asyncio.sleep(_RETRY_S)
            await asyncio.sleep(_PATIENCE_S)

    async def _step_when_idle(self) -> int:
        while self._is_writer_busy():  # noqa: ASYNC110 -- the writer must not know who waits for it
            await asyncio.sleep(_BUSY_PAUSE_S)
        return await self.step()


def _said_of(judged: Judged) -> SaidOf:
    after = judged.after
    return SaidOf(after.id, after.severity, after.is_read, judged.new_tags)
