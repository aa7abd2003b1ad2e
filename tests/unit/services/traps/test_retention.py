"""Retention follows the policy at once, keeps the writer's total true, and counts what went."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import msgspec
import pytest

from trishul.services.traps import retention
from trishul.services.traps.receiver_policy import ReceiverPolicy
from trishul.services.traps.retention import Retention, limits_of
from trishul.store.database import Database
from trishul.store.notification_pruning import PruningLimits
from trishul.store.notification_writer import NotificationWriter
from trishul.store.notifications import count_notifications

DAY_NS = 86_400 * 10**9


class Bench:
    """A writer and its retention, whose policy a test changes."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.many = 0
        self.policy = ReceiverPolicy()
        self.writer = NotificationWriter(database, on_stored=lambda *_: None)
        self.retention = Retention(database, self.writer, lambda: self.policy, self._note_many)

    def _note_many(self) -> None:
        self.many += 1

    async def store(self, rows: int, *, age_days: int = 0) -> None:
        at = time.time_ns() - age_days * DAY_NS
        row = (at, "l", "p", 1, 0xA7, "1.3", None, None, None, b"", b"", "[]", *[None] * 6)
        self.writer.offer([row] * rows, 100, lambda _: None)
        await self.writer.settled_so_far()

    def change(self, **limits: int) -> None:
        self.policy = msgspec.structs.replace(self.policy, **limits)
        self.retention.policy_changed()

    async def left(self) -> int:
        async with self.database.read() as connection:
            count = await count_notifications(connection)
        assert count == self.writer.total
        return count


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    made = Bench(database)
    await made.writer.start()
    yield made
    await made.writer.close(patience_s=0)


async def test_without_limits_everything_stays(bench: Bench) -> None:
    await bench.store(700, age_days=9)
    assert await bench.retention.prune() == 0
    assert await bench.left() == 700


async def test_what_exceeds_a_limit_goes_in_steps_and_is_counted(bench: Bench) -> None:
    await bench.store(700, age_days=9)
    await bench.store(600)
    bench.change(keep_days=8)
    assert await bench.retention.prune() == 700
    bench.change(keep_rows=50)
    assert await bench.retention.prune() == 550
    assert (await bench.left(), bench.retention.pruned) == (50, 1250)


async def test_when_more_have_gone_than_are_left_it_is_said(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_MANY_ROWS", 1000)
    await bench.store(1500)
    bench.change(keep_rows=600)
    await bench.retention.prune()
    assert bench.many == 0
    bench.change(keep_rows=400)
    await bench.retention.prune()
    assert bench.many == 1


async def test_notifications_arrive_while_old_ones_go(bench: Bench) -> None:
    await bench.store(3000)
    bench.change(keep_rows=100)
    pruning = asyncio.create_task(bench.retention.prune())
    for _ in range(20):
        await bench.store(10)
    await pruning
    await bench.retention.prune()
    assert (await bench.left(), bench.writer.stored) == (100, 3200)


async def test_a_changed_policy_holds_at_once(bench: Bench) -> None:
    await bench.retention.open()
    await bench.store(30)
    bench.change(keep_rows=10)
    async with asyncio.timeout(5):
        while bench.writer.total != 10:  # noqa: ASYNC110 -- nothing announces what is waited for
            await asyncio.sleep(0.001)
    await bench.retention.close()
    assert await bench.left() == 10


def test_nothing_means_no_limit() -> None:
    assert limits_of(ReceiverPolicy(keep_megabytes=0), 5) == PruningLimits()
    policy = ReceiverPolicy(keep_rows=7, keep_days=2, keep_megabytes=3)
    assert limits_of(policy, 3 * DAY_NS) == PruningLimits(7, DAY_NS, 3 << 20)
