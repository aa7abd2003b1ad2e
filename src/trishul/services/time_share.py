"""A share of the time for work that can be left out: rendering for pages must not hold up what is stored.

Owns the bound. It is one of time, not of items, because the same work takes ten times as long where the machine is
busy; a few items a second are worked on however long they take, so that nobody who watches sees nothing at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class TimeShare:
    """`share` of each second, at most `most_s` at once, and `least` items a second whatever they take."""

    def __init__(
        self, share: float, *, most_s: float, least: float, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._share = share
        self._most_s = self._left_s = most_s
        self._least = self._items_left = least
        self._clock = clock
        self._filled_at = clock()

    def take(self, items: Iterable[Item], work: Callable[[Item], Result]) -> list[Result]:
        """Works on items while there is time, and on one in any case."""
        started = now = self._clock()
        past_s, self._filled_at = now - self._filled_at, now
        self._left_s = min(self._most_s, self._left_s + past_s * self._share)
        self._items_left = min(self._least, self._items_left + past_s * self._least)
        results: list[Result] = []
        for item in items:
            if results and now - started >= self._left_s and self._items_left < 1:
                break
            results.append(work(item))
            self._items_left = max(0.0, self._items_left - 1)
            now = self._clock()
        self._left_s = max(0.0, self._left_s - (now - started))
        return results
