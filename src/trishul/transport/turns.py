"""Connections with messages take turns, so that many who ask for much delay nobody who asks for little.

The loop serves every socket that is ready before it looks at the others again. A few hundred connections, each with
requests whose answers take milliseconds, would hold it for seconds. Here all connections of one owner share a few
milliseconds in each round of the loop; what is left over waits, first come first served.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

TURN_S = 0.005


class Turns:
    """The time that all connections of one owner share, on the running loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ends_at: float | None = None
        self._waiting: deque[Callable[[], None]] = deque()

    def has_time(self) -> bool:
        """Whether something may be done now; otherwise it is to `wait`."""
        ends_at = self._ends_at or self._begin()
        return not self._waiting and self._loop.time() < ends_at

    def wait(self, serve: Callable[[], None]) -> None:
        """Calls `serve` when its turn comes."""
        self._waiting.append(serve)
        if self._ends_at is None:
            self._begin()

    def _begin(self) -> float:
        """Begins the time of this round; the loop ends it in the next one, before it looks at any socket."""
        self._ends_at = self._loop.time() + TURN_S
        self._loop.call_soon(self._end)
        return self._ends_at

    def _end(self) -> None:
        self._ends_at = None
        if self._waiting:
            ends_at = self._begin()
            self._waiting.popleft()()
            while self._waiting and self._loop.time() < ends_at:
                self._waiting.popleft()()
