"""How long notifications stay: at most so many, so old and so large, the oldest go first.

Owns when that is looked at and the pace: between two steps at least as much time passes as a step took, so that what
arrives is written meanwhile. What is pinned stays. What went is counted. Does not own the SQL (`store`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from trishul.services.background import end_background, run_in_background
from trishul.services.steady_clock import PatientClock
from trishul.services.traps.receiver_policy import ReceiverPolicy
from trishul.store.database import Database, StoreUnavailable
from trishul.store.notification_pruning import PruningLimits, prune_step
from trishul.store.notification_writer import NotificationWriter

_INTERVAL_S = 2.0
_SHORTEST_PAUSE_S = 0.01
_RETRY_S = 30.0
_MANY_ROWS = 100_000
_NS_PER_DAY = 86_400 * 10**9

_log = structlog.get_logger(__name__)


class Retention:
    """Prunes while it is open."""

    def __init__(
        self,
        database: Database,
        writer: NotificationWriter,
        policy: Callable[[], ReceiverPolicy],
        on_many_pruned: Callable[[], None],
        clock: Callable[[], float] | None = None,
    ) -> None:
        """`on_many_pruned` is told when more have gone than are left: indexes that only grow may begin anew."""
        self.pruned = 0
        """Notifications that went because of a limit, since the start."""
        self._database = database
        self._writer = writer
        self._policy = policy
        self._on_many_pruned = on_many_pruned
        self._clock = clock or PatientClock()
        self._pruned_lately = 0
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begins to look."""
        self._task = run_in_background(self._run(), "retention of notifications")

    async def close(self) -> None:
        """Ends between two steps."""
        await end_background(self._task)

    def policy_changed(self) -> None:
        """Looks at once."""
        self._woken.set()

    async def prune(self) -> int:
        """Deletes what exceeds the limits now; returns how many rows that were. Raises StoreUnavailable."""
        limits = limits_of(self._policy(), int(self._clock() * 1e9))
        after, deleted, is_last = 0, 0, limits == PruningLimits()
        now = asyncio.get_running_loop().time
        while not is_last:
            started = now()
            async with self._database.write() as connection:
                step = await prune_step(connection, limits, self._writer.total, after)
            # Nothing is awaited from the commit to here: who deletes everything meanwhile counts what is left.
            self._writer.note_deleted(step.deleted)
            deleted += step.deleted
            after, is_last = step.last_id, step.is_last
            self._note_pruned(step.deleted)
            await asyncio.sleep(max(now() - started, _SHORTEST_PAUSE_S))
        return deleted

    def _note_pruned(self, rows: int) -> None:
        self.pruned += rows
        self._pruned_lately += rows
        if self._pruned_lately >= max(self._writer.total, _MANY_ROWS):
            self._pruned_lately = 0
            self._on_many_pruned()

    async def _run(self) -> None:
        while True:
            pause_s = _INTERVAL_S
            try:
                await self.prune()
            except StoreUnavailable as error:
                _log.warning("old notifications cannot be deleted now, this is tried again", reason=error.reason)
                pause_s = _RETRY_S
            self._woken.clear()
            await asyncio.wait({wake := asyncio.ensure_future(self._woken.wait())}, timeout=pause_s)
            wake.cancel()


def limits_of(policy: ReceiverPolicy, now_ns: int) -> PruningLimits:
    """What the policy means at a wall time."""
    return PruningLimits(
        rows=policy.keep_rows or None,
        received_after_ns=now_ns - policy.keep_days * _NS_PER_DAY if policy.keep_days else None,
        size_bytes=policy.keep_megabytes << 20 or None,
    )
