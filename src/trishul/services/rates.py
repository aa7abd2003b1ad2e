"""Requests and notifications a second over the last 15 minutes, so that a page that is opened late shows them, too.

Owns the ring and when it is fed. Does not own the totals that it is made of (`counters`). Moments are kept by the
monotonic clock and told by the wall clock when somebody asks: a clock that is set leaves neither a hole nor a future.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

from msgspec import Struct

from trishul.services.background import end_background, run_in_background
from trishul.services.counters import Counters

INTERVAL_S = 5.0
KEPT_S = 900.0
_KEPT = int(KEPT_S / INTERVAL_S)


class RateHistory(Struct, frozen=True, kw_only=True):
    """What was measured, oldest first; the three lists have the same length."""

    now: float
    """Unix time at which this was read, to which `times` belong."""
    interval_s: float
    times: list[float]
    """The ends of the intervals, in Unix time."""
    requests_per_s: list[float]
    """Requests that the simulator answered."""
    notifications_per_s: list[float]
    """Notifications that were received and stored."""


class Rates:
    """Measures while it is open; `read()` gives all that is kept."""

    def __init__(self, counters: Counters, clock: Callable[[], float] = time.monotonic) -> None:
        self._counters = counters
        self._clock = clock
        self._points: deque[tuple[float, float, float]] = deque(maxlen=_KEPT)
        self._last: tuple[float, float, float] | None = None
        self._measuring: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin to measure."""
        self.measure()
        self._measuring = run_in_background(self._keep_measuring(), "rates")

    async def close(self) -> None:
        """Stop measuring."""
        await end_background(self._measuring)

    def measure(self) -> None:
        """End an interval now; the first call only begins one."""
        now = self._clock()
        requests = self._counters.value("simulator", "snmp_requests_served")
        notifications = self._counters.value("traps", "traps_received_total")
        if self._last is not None and (passed := now - self._last[0]) > 0:
            _, requests_before, notifications_before = self._last
            self._points.append(
                (now, _grown(requests_before, requests) / passed, _grown(notifications_before, notifications) / passed)
            )
        self._last = (now, requests, notifications)

    def read(self) -> RateHistory:
        """All that is kept, at most 15 minutes of it."""
        wall, now = time.time(), self._clock()
        points = [point for point in self._points if now - point[0] <= KEPT_S]
        return RateHistory(
            now=wall,
            interval_s=INTERVAL_S,
            times=[round(wall - (now - at), 3) for at, _, _ in points],
            requests_per_s=[round(requests, 3) for _, requests, _ in points],
            notifications_per_s=[round(notifications, 3) for _, _, notifications in points],
        )

    async def _keep_measuring(self) -> None:
        while True:
            await asyncio.sleep(INTERVAL_S)
            self.measure()


def _grown(before: float, total: float) -> float:
    """How much a total grew; one that fell was set to 0 meanwhile."""
    return total - before if total >= before else total
