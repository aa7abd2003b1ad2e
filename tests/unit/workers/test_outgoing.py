"""The receiver worker's queue: at once when idle, in batches under load, bounded always."""

from __future__ import annotations

import asyncio

import msgspec

from trishul.workers.messages import Event, NotificationRow, NotificationsReceived
from trishul.workers.outgoing import BATCH_ROWS, ROW_OVERHEAD_BYTES, OutgoingNotifications


class FakeOutlet:
    """Takes everything and decodes it."""

    def __init__(self) -> None:
        self.sent: list[NotificationsReceived] = []
        self.flushes = 0
        self._changed = asyncio.Event()

    def send_encoded(self, body: bytes) -> bool:
        event = msgspec.msgpack.decode(body, type=Event)
        assert isinstance(event, NotificationsReceived)
        self.sent.append(event)
        self._changed.set()
        return True

    async def flush(self) -> None:
        self.flushes += 1

    async def has_rows(self, count: int) -> None:
        while len(self.rows) < count:
            self._changed.clear()
            await self._changed.wait()

    @property
    def rows(self) -> list[NotificationRow]:
        return [row for event in self.sent for row in event.rows]


def a_row(number: int, kind: int = 0xA7) -> NotificationRow:
    return (number, "local", "peer", 1, kind, "1.3", None, None, None, b"", b"", "[]", *(None,) * 6)


def a_queue(
    outlet: FakeOutlet, *, max_rows: int = 10_000, max_bytes: int = 1 << 30, max_unconfirmed_bytes: int = 1 << 30
) -> OutgoingNotifications:
    return OutgoingNotifications(
        outlet, max_rows=max_rows, max_bytes=max_bytes, max_unconfirmed_bytes=max_unconfirmed_bytes
    )


async def test_on_an_idle_system_a_notification_leaves_at_once() -> None:
    outlet = FakeOutlet()
    queue = a_queue(outlet)
    queue.add(a_row(1), 100)
    queue.send_due()
    assert outlet.rows == [a_row(1)]
    assert (queue.rows, queue.size_bytes) == (0, 0)


async def test_shortly_after_a_batch_the_next_ones_wait_and_leave_together() -> None:
    outlet = FakeOutlet()
    queue = a_queue(outlet)
    for number in range(4):
        queue.add(a_row(number), 100)
        queue.send_due()
    assert len(outlet.sent) == 1
    async with asyncio.timeout(5):
        await outlet.has_rows(4)
    assert [len(event.rows) for event in outlet.sent] == [1, 3]


async def test_a_full_batch_does_not_wait() -> None:
    outlet = FakeOutlet()
    queue = a_queue(outlet)
    for number in range(2 * BATCH_ROWS):
        queue.add(a_row(number), 10)
    queue.send_due()
    assert [len(event.rows) for event in outlet.sent] == [BATCH_ROWS, BATCH_ROWS]
    assert outlet.rows == [a_row(number) for number in range(2 * BATCH_ROWS)]


async def test_without_confirmation_only_so_much_is_sent_and_confirmation_sends_the_rest() -> None:
    outlet = FakeOutlet()
    queue = a_queue(outlet, max_unconfirmed_bytes=1)
    for number in range(3 * BATCH_ROWS):
        queue.add(a_row(number), 10)
    queue.send_due()
    assert len(outlet.sent) == 1
    assert queue.rows == 2 * BATCH_ROWS
    queue.confirm(outlet.sent[-1].sequence)
    assert len(outlet.sent) == 2
    queue.confirm(outlet.sent[-1].sequence)
    assert outlet.rows == [a_row(number) for number in range(3 * BATCH_ROWS)]


async def test_the_queue_is_full_by_count_or_by_octets() -> None:
    by_count = a_queue(FakeOutlet(), max_rows=3)
    by_octets = a_queue(FakeOutlet(), max_bytes=2 * (ROW_OVERHEAD_BYTES + 1000))
    for number in range(2):
        by_count.add(a_row(number), 1000)
        by_octets.add(a_row(number), 1000)
    assert not by_count.is_full
    assert by_octets.is_full
    by_count.add(a_row(2), 1000)
    assert by_count.is_full
    by_count.forget()
    assert not by_count.is_full


async def test_forgetting_empties_the_queue_and_later_rows_go_on() -> None:
    outlet = FakeOutlet()
    queue = a_queue(outlet, max_unconfirmed_bytes=0)
    queue.add(a_row(0), 10)
    queue.send_due()
    for number in range(1, BATCH_ROWS + 10):
        queue.add(a_row(number), 10)
    assert queue.forget() == BATCH_ROWS + 9
    queue.confirm(outlet.sent[-1].sequence)
    queue.add(a_row(9999), 10)
    await queue.send_all()
    assert outlet.rows == [a_row(0), a_row(9999)]


async def test_batches_are_settled_in_order_what_is_forgotten_with_what_is_under_way() -> None:
    settled: list[tuple[int, int, bool]] = []
    outlet = FakeOutlet()
    queue = OutgoingNotifications(
        outlet,
        max_rows=10_000,
        max_bytes=1 << 30,
        max_unconfirmed_bytes=0,
        on_settled=lambda batch, is_taken: settled.append((batch.informs, batch.traps, is_taken)),
    )
    for number, kind in enumerate((0xA6, 0xA7, 0xA6)):
        queue.add(a_row(number, kind), 10)
        queue.send_due()
    assert queue.forget() == 2
    assert settled == []
    queue.confirm(outlet.sent[-1].sequence, is_taken=False)
    assert settled == [(2, 1, False)]
    queue.add(a_row(3, 0xA6), 10)
    assert queue.forget() == 1
    assert settled == [(2, 1, False), (1, 0, True)]


async def test_at_the_end_everything_is_sent_confirmed_or_not() -> None:
    outlet = FakeOutlet()
    queue = a_queue(outlet, max_unconfirmed_bytes=0)
    for number in range(2 * BATCH_ROWS + 1):
        queue.add(a_row(number), 10)
        queue.send_due()
    await queue.send_all()
    assert outlet.rows == [a_row(number) for number in range(2 * BATCH_ROWS + 1)]
    assert outlet.flushes >= 1
