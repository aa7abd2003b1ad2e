"""Notifications on their way from the receiver worker to the server's store: batched, paced, bounded.

Strategy: when nothing was sent in the last few milliseconds a notification leaves at once, so an idle system shows it
without delay; under load batches form. The server confirms what has left its own queue, and no more than a fixed amount
is ever unconfirmed: a store that stalls makes the queue here grow, and only here. Its bounds are rows and octets;
beyond them the newest notifications are dropped, for the caller to count. What was in a batch is kept, for who answers
for it until it is settled. Owns queue and pace; hot path.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import NamedTuple, Protocol

import msgspec

from trishul.workers.held_traps import BatchFacts, facts_of
from trishul.workers.messages import NotificationRow, NotificationsReceived

BATCH_ROWS = 500
PACE_S = 0.005
ROW_OVERHEAD_BYTES = 400
"""What a row costs in memory beside its octets."""

_FLUSH_ABOVE_BYTES = 8 << 20
_BATCH_BYTES = 4 << 20


class Outlet(Protocol):
    """The channel to the server."""

    def send_encoded(self, body: bytes) -> bool:
        """Sends or queues; False when it was refused."""

    async def flush(self) -> None:
        """Waits until all is with the kernel or the server is gone."""


class _Unconfirmed(NamedTuple):
    sequence: int
    size_bytes: int
    facts: BatchFacts


OnSettled = Callable[[BatchFacts, bool], None]
"""Told of the oldest batch that it is settled by the server, and whether that had room for it."""


class OutgoingNotifications:
    """The queue of one receiver worker."""

    def __init__(
        self,
        outlet: Outlet,
        *,
        max_rows: int,
        max_bytes: int,
        max_unconfirmed_bytes: int,
        on_settled: OnSettled | None = None,
    ) -> None:
        self.rows = 0
        self.size_bytes = 0
        self._outlet = outlet
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._max_unconfirmed_bytes = max_unconfirmed_bytes
        self._batches: deque[tuple[list[NotificationRow], int]] = deque()
        self._open: list[NotificationRow] = []
        self._open_bytes = 0
        self._sequence = 0
        self._unconfirmed: deque[_Unconfirmed] = deque()
        self._unconfirmed_bytes = 0
        self._on_settled = on_settled
        self._encoder = msgspec.msgpack.Encoder()
        self._loop = asyncio.get_running_loop()
        self._sent_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_full(self) -> bool:
        """True when nothing more may be added."""
        return self.rows >= self._max_rows or self.size_bytes >= self._max_bytes

    def add(self, row: NotificationRow, octets: int) -> None:
        """Queues a row. Call `send_due` after the last one of a turn."""
        size_bytes = octets + ROW_OVERHEAD_BYTES
        self.rows += 1
        self.size_bytes += size_bytes
        self._open.append(row)
        self._open_bytes += size_bytes
        if len(self._open) >= BATCH_ROWS or self._open_bytes >= _BATCH_BYTES:
            self._close_batch()

    def send_due(self) -> None:
        """Sends full batches now, the open one now or when the pace allows."""
        if self._batches:
            self._send_batches()
        if self._open and self._timer is None:
            wait_s = self._sent_at + PACE_S - self._loop.time()
            if wait_s <= 0:
                self._send_open()
            else:
                self._timer = self._loop.call_later(wait_s, self._send_open)

    def send_now(self) -> None:
        """Sends what waits as far as the server has room, whatever the pace."""
        self._close_batch()
        self._send_batches()

    def confirm(self, sequence: int, *, is_taken: bool = True) -> None:
        """The server has settled everything up to this batch and has room again; without `is_taken` it had none."""
        unconfirmed = self._unconfirmed
        while unconfirmed and unconfirmed[0].sequence <= sequence:
            batch = unconfirmed.popleft()
            self._unconfirmed_bytes -= batch.size_bytes
            self._settle(batch.facts, is_taken=is_taken)
        self._send_batches()

    def forget(self) -> int:
        """Drops everything that was not sent yet; returns how many rows that were."""
        forgotten = self.rows
        facts = facts_of([row for rows, _ in self._batches for row in rows] + self._open)
        if self._unconfirmed:  # they are settled in order: these ones with the last that is under way
            last = self._unconfirmed.pop()
            self._unconfirmed.append(last._replace(facts=_together(last.facts, facts)))
        else:
            self._settle(facts)
        self._batches.clear()
        self._open = []
        self.rows = self.size_bytes = self._open_bytes = 0
        return forgotten

    async def send_all(self) -> None:
        """Sends everything, confirmed or not, as fast as the server reads."""
        self._close_batch()
        sent_bytes = 0
        while self._batches:
            sent_bytes += self._send_first()
            if sent_bytes >= _FLUSH_ABOVE_BYTES:
                await self._outlet.flush()
                sent_bytes = 0
        await self._outlet.flush()

    def _send_open(self) -> None:
        self._timer = None
        self._close_batch()
        self._send_batches()

    def _close_batch(self) -> None:
        if self._open:
            self._batches.append((self._open, self._open_bytes))
            self._open = []
            self._open_bytes = 0

    def _send_batches(self) -> None:
        while self._batches and self._unconfirmed_bytes <= self._max_unconfirmed_bytes:
            self._send_first()

    def _send_first(self) -> int:
        rows, size_bytes = self._batches.popleft()
        self.rows -= len(rows)
        self.size_bytes -= size_bytes
        self._sequence += 1
        self._unconfirmed.append(_Unconfirmed(self._sequence, size_bytes, facts_of(rows)))
        self._unconfirmed_bytes += size_bytes
        self._outlet.send_encoded(self._encoder.encode(NotificationsReceived(self._sequence, size_bytes, rows)))
        self._sent_at = self._loop.time()
        return size_bytes

    def _settle(self, facts: BatchFacts, *, is_taken: bool = True) -> None:
        if self._on_settled is not None:
            self._on_settled(facts, is_taken)


def _together(batch: BatchFacts, later: BatchFacts) -> BatchFacts:
    newest = later if later.traps else batch
    return newest._replace(informs=batch.informs + later.informs, traps=batch.traps + later.traps)
