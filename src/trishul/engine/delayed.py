"""Answers that are sent later than they were made: a queue in the order of their times, bounded and counted.

A slow value, or a fault that delays, costs whoever asked for it and nobody else: the answer waits here while the agent
goes on. Owns the waiting only; how long an answer waits is the device's affair.
"""

from __future__ import annotations

from heapq import heappop, heappush

from trishul.engine.addresses import Address

MAX_DELAYED_ANSWERS = 10_000
MAX_DELAYED_OCTETS = 64 << 20
"""Octets of all waiting answers together."""


class DelayedAnswers:
    """Waiting answers; those of one time leave in the order in which they came."""

    def __init__(self, max_answers: int = MAX_DELAYED_ANSWERS, max_octets: int = MAX_DELAYED_OCTETS) -> None:
        self._max_answers = max_answers
        self._max_octets = max_octets
        self._octets = 0
        self._count = 0
        self._waiting: list[tuple[float, int, bytes, Address]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, at: float, datagram: bytes, address: Address) -> bool:
        """Keeps an answer until a time on the engine's clock; False where there is no room for it."""
        if len(self._waiting) >= self._max_answers or self._octets + len(datagram) > self._max_octets:
            return False
        self._count += 1
        self._octets += len(datagram)
        heappush(self._waiting, (at, self._count, datagram, address))
        return True

    def due(self, now: float) -> list[tuple[bytes, Address]]:
        """Takes the answers whose time has come, the longest waiting first."""
        taken: list[tuple[bytes, Address]] = []
        while self._waiting and self._waiting[0][0] <= now:
            _, _, datagram, address = heappop(self._waiting)
            self._octets -= len(datagram)
            taken.append((datagram, address))
        return taken

    def next_deadline(self) -> float | None:
        """When the next answer is due; None while none waits."""
        return self._waiting[0][0] if self._waiting else None
