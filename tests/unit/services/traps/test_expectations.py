"""Expectations: who waits is answered as soon as it is certain, and is told what came instead."""

from __future__ import annotations

import asyncio

import pytest

from tests.unit.notification_rows import LINK_UP, a_row, interface, store
from trishul.errors import InvalidInput, InvalidQuery
from trishul.services.bus import Bus
from trishul.services.events import NotificationsChanged, NotificationsStored
from trishul.services.mibs.name_source import Numeric
from trishul.services.traps import expectations as trap_expectations
from trishul.services.traps.expectations import Expectations, TooManyWaiters
from trishul.services.traps.stored_notifications import StoredNotifications
from trishul.services.traps.verdicts import Expectation
from trishul.store.database import Database
from trishul.store.notification_marks import add_tags

LINK_DOWN_3 = "trap:1.3.6.1.6.3.1.1.5.3 var:1.3.6.1.2.1.2.2.1.1=3"


class Desk:
    """A service on an empty store, and a way to let notifications come."""

    def __init__(self, database: Database) -> None:
        self.bus = Bus()
        self._database = database
        names = Numeric()
        stored = StoredNotifications(database, names, lambda: None, lambda: 0)
        self.service = Expectations(database, self.bus, names, stored)

    async def come(self, *rows: tuple[object, ...], announced: bool = True) -> None:
        async with self._database.write() as connection:
            first = await store(connection, list(rows))
        if announced:
            self.bus.publish(NotificationsStored(first, rows))

    async def until_waiting(self) -> None:
        async with asyncio.timeout(10):
            while not self.bus._subscriptions:  # noqa: ASYNC110 -- nobody announces that somebody waits
                await asyncio.sleep(0)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_who_waits_is_answered_when_enough_came(desk: Desk) -> None:
    await desk.come(a_row())
    wanted = Expectation(match=LINK_DOWN_3, count=2, within_s=60, after_id=1)
    waiting = asyncio.create_task(desk.service.expect(wanted))
    await desk.until_waiting()
    await desk.come(a_row(), a_row(trap_oid=LINK_UP))
    await desk.come(a_row(), a_row())
    verdict = await waiting
    assert (verdict.holds, verdict.count, verdict.seen, verdict.last_id) == (True, 2, 3, 4)
    assert [record.id for record in verdict.data] == [2, 4]
    assert verdict.nearest is None
    assert verdict.verdict.startswith("2 of 2 notifications that")


async def test_what_came_before_counts_behind_a_number(desk: Desk) -> None:
    await desk.come(a_row(), a_row(), announced=False)
    verdict = await desk.service.expect(Expectation(match=LINK_DOWN_3, within_s=60, after_id=1))
    assert (verdict.holds, [record.id for record in verdict.data]) == (True, [2])


async def test_without_a_number_only_what_comes_from_now_on_counts(desk: Desk) -> None:
    await desk.come(a_row())
    verdict = await desk.service.expect(Expectation(match=LINK_DOWN_3, within_s=0.05))
    assert (verdict.holds, verdict.seen, verdict.last_id) == (False, 0, 1)


async def test_too_few_are_told_with_the_nearest_miss(desk: Desk) -> None:
    await desk.come(
        a_row(trap_oid=LINK_UP), a_row(varbinds=interface(4)), a_row(trap_oid=LINK_UP, varbinds=interface(5))
    )
    verdict = await desk.service.expect(Expectation(match=LINK_DOWN_3, within_s=0.05, after_id=0))
    assert (verdict.holds, verdict.count, verdict.seen) == (False, 0, 3)
    assert verdict.nearest is not None
    assert verdict.nearest.trap.id == 2
    assert [miss.reason for miss in verdict.nearest.misses] == ["1.3.6.1.2.1.2.2.1.1.4 is '4'"]
    assert "the nearest of 3 others fails by var:1.3.6.1.2.1.2.2.1.1=3: " in verdict.verdict


@pytest.mark.parametrize(("match", "holds", "count"), [("ver:1", True, 0), ("ver:2c", False, 1)])
async def test_absence_holds_while_fewer_come(desk: Desk, match: str, *, holds: bool, count: int) -> None:
    await desk.come(a_row(), a_row())
    verdict = await desk.service.expect(Expectation(match=match, absent=True, within_s=0.05, after_id=0))
    assert (verdict.holds, verdict.count, verdict.nearest) == (holds, count, None)


async def test_what_the_bus_lost_is_read_from_the_store(desk: Desk) -> None:
    waiting = asyncio.create_task(desk.service.expect(Expectation(match="ver:2c", count=3, within_s=60, after_id=0)))
    await desk.until_waiting()
    await desk.come(a_row(), a_row(), announced=False)
    desk.bus._subscriptions[0].missed = 1
    await desk.come(a_row())
    assert (await waiting).count == 3


async def test_waiters_are_bounded_and_wrong_questions_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in (Expectation(match="", count=0), Expectation(match="", within_s=601)):
        with pytest.raises(InvalidInput):
            await desk.service.expect(wrong)
    with pytest.raises(InvalidQuery):
        await desk.service.expect(Expectation(match="ver:"))
    monkeypatch.setattr(trap_expectations, "MAX_WAITERS", 0)
    with pytest.raises(TooManyWaiters):
        await desk.service.expect(Expectation(match=""))


async def test_what_a_rule_says_later_is_looked_at_again(desk: Desk) -> None:
    waiting = asyncio.create_task(desk.service.expect(Expectation(match="tag:run42", within_s=60, after_id=0)))
    await desk.until_waiting()
    await desk.come(a_row(), a_row())
    async with desk._database.write() as connection:
        await add_tags(connection, [2], ["run42"])
    desk.bus.publish(NotificationsChanged(1, 0))
    verdict = await waiting
    assert (verdict.holds, [record.id for record in verdict.data]) == (True, [2])
