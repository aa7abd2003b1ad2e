"""Runs: sent as planned, told on the bus, ended when that is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Literal, cast

import pytest

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput, LimitReached
from trishul.services.bus import Bus
from trishul.services.counters import Counters
from trishul.services.events import Event, TrapRunProgressed
from trishul.services.traps import runs as trap_runs
from trishul.services.traps.courses import repeated
from trishul.services.traps.runs import NoSuchTrapRun, TrapRun, TrapRunService
from trishul.services.traps.send_pace import Pace
from trishul.services.traps.sending import Notification, TrapSender
from trishul.snmp import Receiver, Target
from trishul.store.database import Database

LINK_DOWN = Notification(Oid("1.3.6.1.6.3.1.1.5.3"), [])
SLOW = Pace(count=1000, per_s=0.01)


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
async def runs(bus: Bus) -> AsyncIterator[TrapRunService]:
    sender = TrapSender(Counters(cast("Database", None), Bus()))
    service = TrapRunService(bus, lambda: sender)
    yield service
    await service.close()
    sender.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver("127.0.0.1", 0, communities={"public"}) as opened:
        yield opened


async def ended_run(news: AsyncIterator[Event]) -> TrapRun:
    """The next run that ends."""
    async for event in news:
        if isinstance(event, TrapRunProgressed) and event.run.state != "running":
            return cast("TrapRun", event.run)
    raise AssertionError("the bus was closed")


async def ended(
    bus: Bus, runs: TrapRunService, target: Target, pace: Pace, send_as: Literal["trap", "inform"] = "trap"
) -> TrapRun:
    with bus.subscribe() as news:
        runs.start(target, send_as, repeated(LINK_DOWN, pace, "linkDown"))
        return await ended_run(news)


async def test_all_traps_of_a_run_arrive_and_it_says_how_fast(
    bus: Bus, runs: TrapRunService, receiver: Receiver
) -> None:
    run = await ended(bus, runs, Target(*receiver.address), Pace(count=40, per_s=2_000, burst=10))
    assert (run.state, run.planned, run.sent, run.failed, run.error) == ("done", 40, 40, 0, None)
    assert run.per_s > 0
    arrived = [await anext(receiver) for _ in range(40)]
    assert len({each.request_id for each in arrived}) == 40
    assert runs.runs().runs == [run]
    assert await runs.cancel(run.id) == run
    with pytest.raises(NoSuchTrapRun):
        runs.run(run.id)


async def test_informs_wait_beside_each_other_and_their_answers_are_timed(
    bus: Bus, runs: TrapRunService, receiver: Receiver
) -> None:
    run = await ended(bus, runs, Target(*receiver.address, timeout_s=5), Pace(count=20, per_s=2_000), "inform")
    assert (run.state, run.sent, run.acknowledged, run.waiting) == ("done", 20, 20, 0)
    assert run.answer_ms is not None
    assert run.answer_max_ms is not None
    assert 0 < run.answer_ms <= run.answer_max_ms


async def test_informs_that_nobody_acknowledges_are_counted_and_the_last_reason_is_told(
    bus: Bus, runs: TrapRunService, receiver: Receiver
) -> None:
    target = Target(*receiver.address, community="unknown", timeout_s=0.05, retries=0)
    run = await ended(bus, runs, target, Pace(count=3, per_s=2_000), "inform")
    assert (run.state, run.sent, run.acknowledged, run.failed, run.code) == ("done", 3, 0, 3, "timeout")


async def test_a_run_that_cannot_reach_its_target_fails_with_the_reason(bus: Bus, runs: TrapRunService) -> None:
    run = await ended(bus, runs, Target("host.invalid", 162), Pace())
    assert (run.state, run.sent, run.code) == ("failed", 0, "unreachable")


async def test_a_run_ends_when_that_is_asked_for_and_only_so_many_go_on(
    runs: TrapRunService, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trap_runs, "MAX_RUNNING", 1)
    target = Target(*receiver.address)
    run = runs.start(target, "trap", repeated(LINK_DOWN, SLOW, ""))
    with pytest.raises(LimitReached):
        runs.start(target, "trap", repeated(LINK_DOWN, SLOW, ""))
    async with asyncio.timeout(10):
        await anext(receiver)
    cancelled = await runs.cancel(run.id)
    assert (cancelled.state, cancelled.sent) == ("cancelled", 1)


async def test_a_v1_target_takes_no_informs(runs: TrapRunService) -> None:
    with pytest.raises(InvalidInput):
        runs.start(Target("127.0.0.1", 162, version="1"), "inform", repeated(LINK_DOWN, Pace(), ""))
    assert runs.runs().runs == []
