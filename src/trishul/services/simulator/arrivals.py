"""What the receiver's workers hand over, from the channel to the store's queue, and the account of each worker.

Owns the counts of what arrived and what follows when a worker ends, in order or killed: its acknowledged informs are
recovered, and what it had told of and never handed over is lost by name, as is what ended with an earlier server. Does
not own the receiver's life (`traps`), the queue (`store.notification_writer`) or the ledger (`drops`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection

import structlog

from trishul.services.background import end_background, run_in_background
from trishul.services.drops import DropBook
from trishul.services.traps.earlier_losses import EarlierLosses
from trishul.services.traps.inform_recovery import InformRecovery
from trishul.store.notification_writer import NotificationWriter
from trishul.workers.messages import (
    ConfirmStored,
    NotificationRow,
    NotificationsReceived,
    ReceiverStatistics,
    TrapsFolded,
)
from trishul.workers.outgoing import ROW_OVERHEAD_BYTES
from trishul.workers.process import WorkerProcess

_CLOSE_PATIENCE_S = 0.5
_INBOX = -1
"""Where a row says in which inbox it is."""

_log = structlog.get_logger(__name__)


class Arrivals:
    """Feed it what workers say; open it before the first one is started."""

    def __init__(
        self,
        writer: NotificationWriter,
        recovery: InformRecovery,
        losses: EarlierLosses,
        drops: DropBook,
        *,
        on_received: Callable[[int], None],
        on_lost: Callable[[], None],
        gone_inboxes: Collection[str | None] = (),
    ) -> None:
        """`on_received` is told how many notifications came, `on_lost` that a worker took some with it."""
        self.received = 0
        self.thrown_away = 0
        """Notifications of inboxes that were gone when they arrived here."""
        self._gone_inboxes = gone_inboxes
        self._writer = writer
        self._recovery = recovery
        self._losses = losses
        self._drops = drops
        self._on_received = on_received
        self._on_lost = on_lost
        self._used: dict[int, int] = {}
        self._waiting: dict[int, int] = {}
        self._ends: set[asyncio.Task[None]] = set()
        self._is_closed = False

    async def open(self) -> None:
        """Says what was lost with an earlier server, and recovers the informs that this had acknowledged."""
        self._drops.note_lost_earlier(await self._losses.traps(), time.time())
        recovered = await self._recovery.recover()
        self._drops.note_earlier(recovered)
        self._note_received(recovered)

    async def close(self) -> None:
        """Settles the accounts of workers that have just ended; what takes longer is read at the next start."""
        await asyncio.sleep(0)  # the end of the last worker is told in this turn of the loop
        self._is_closed = True
        if self._ends:
            await asyncio.wait(self._ends, timeout=_CLOSE_PATIENCE_S)
        await end_background(*self._ends)

    @property
    def waiting_rows(self) -> int:
        """Notifications that wait in running workers, as they said last."""
        return sum(self._waiting.values())

    def begin(self, process: WorkerProcess) -> None:
        """A worker has started."""
        self._used[process.pid] = 0
        process.exited.add_done_callback(lambda _: self._end(process.pid))

    def take(self, process: WorkerProcess, event: NotificationsReceived) -> None:
        """Queues a batch; the worker hears when it is settled."""
        self._note_used(process.pid, len(event.rows))
        self._note_received(len(event.rows))
        rows = [row for row in event.rows if self._is_wanted(row)] if self._gone_inboxes else event.rows
        self._writer.offer(
            rows, event.size_bytes, lambda is_taken: process.send(ConfirmStored(event.sequence, is_taken))
        )

    def take_folded(self, process: WorkerProcess, event: TrapsFolded) -> None:
        """Queues rows that stand for several equal traps each."""
        self._note_used(process.pid, len(event.rows))
        self._note_received(len(event.rows))
        wanted = [pair for pair in zip(event.rows, event.repeats, strict=True) if self._is_wanted(pair[0])]
        rows, repeats = [row for row, _ in wanted], [number for _, number in wanted]
        size_bytes = sum(len(row[9]) + len(row[10]) + ROW_OVERHEAD_BYTES for row in rows)
        self._writer.offer(rows, size_bytes, lambda _: None, repeats=repeats)

    def note_statistics(self, process: WorkerProcess, report: ReceiverStatistics) -> None:
        """How many notifications wait in a worker."""
        if process.pid in self._used:
            self._waiting[process.pid] = report.waiting_rows

    def note_forgotten(self, process: WorkerProcess, rows: int) -> None:
        """A worker has dropped so many because everything was deleted."""
        self._note_used(process.pid, rows)

    def forget(self) -> None:
        """Everything was deleted: nothing of it is recovered any more."""
        self._recovery.forget()

    def _is_wanted(self, row: NotificationRow) -> bool:
        """Counts those that are not."""
        is_gone = row[_INBOX] in self._gone_inboxes
        self.thrown_away += is_gone
        return not is_gone

    def _note_used(self, pid: int, rows: int) -> None:
        if pid in self._used:
            self._used[pid] += rows

    def _note_received(self, rows: int) -> None:
        if rows:
            self.received += rows
            self._on_received(rows)

    def _end(self, pid: int) -> None:
        if self._is_closed:
            return
        task = run_in_background(self._settle(pid), f"account of receiver {pid}")
        self._ends.add(task)
        task.add_done_callback(self._ends.discard)

    async def _settle(self, pid: int) -> None:
        """The account of an ended worker: recovered, used, lost."""
        self._waiting.pop(pid, None)
        recovered = await self._recovery.recover(pid)
        await self._losses.forget(pid)
        self._note_received(recovered)
        lost = self._drops.close_account(pid, self._used.pop(pid) + recovered, time.time())
        if lost:
            _log.warning("a receiver process took notifications with it", pid=pid, notifications=lost)
        if lost or recovered:
            self._on_lost()
