"""Sampling of pushes under overload: at most so many a second, and each says how many were left out before it.

Owns a token bucket and the newest item that had to wait; no clock of its own. The last item of a storm is always
pushed, late at worst by one token, so that a page that only watches ends with the truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

_ONE = 1.0 - 1e-9
"""A whole token, less what floating point loses on the way."""


class Sampled(NamedTuple):
    """One item to push and how many were skipped before it."""

    item: Any
    skipped: int


class Sampler:
    """Feed batches with `offer`; when `due_at` is reached call `offer` with nothing."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._per_second = per_second
        self._burst = float(burst)
        self._tokens = float(burst)
        self._filled_at = 0.0
        self._waiting: Any = None
        self._skipped = 0
        self.skipped_total = 0

    @property
    def due_at(self) -> float | None:
        """When the waiting item may go; None when nothing waits."""
        if self._waiting is None:
            return None
        return self._filled_at + max(0.0, 1.0 - self._tokens) / self._per_second

    def room(self, now: float) -> int:
        """How many of the items of a batch can be of use: those that may go at once, and the last one, which waits."""
        tokens = min(self._burst, self._tokens + max(0.0, now - self._filled_at) * self._per_second)
        return max(0, int(tokens) - (self._waiting is not None)) + 1

    def offer(self, items: Sequence[Any], total: int, now: float) -> list[Sampled]:
        """What may be pushed of a batch of `total`, of which `items` are known here (the newest, oldest first)."""
        self._tokens = min(self._burst, self._tokens + max(0.0, now - self._filled_at) * self._per_second)
        self._filled_at = now
        queued = list(items) if self._waiting is None else [self._waiting, *items]
        self._waiting = None
        self._skip(total - len(items))
        pushed: list[Sampled] = []
        while queued and self._tokens >= _ONE:
            self._tokens = max(0.0, self._tokens - 1.0)
            pushed.append(Sampled(queued.pop(0), self._skipped))
            self._skipped = 0
        if queued:
            self._waiting = queued[-1]
            self._skip(len(queued) - 1)
        return pushed

    def _skip(self, count: int) -> None:
        self._skipped += max(0, count)
        self.skipped_total += max(0, count)
