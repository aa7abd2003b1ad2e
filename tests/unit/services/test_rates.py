"""The ring of rates: what grew in each interval, 15 minutes of it, told by the clock of whoever asks."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest

from tests.unit.services.conftest import Clock
from trishul.services.bus import Bus
from trishul.services.counters import Counters
from trishul.services.rates import INTERVAL_S, KEPT_S, Rates
from trishul.store.database import Database


@pytest.fixture
async def counters(database: Database, clock: Clock) -> AsyncIterator[Counters]:
    counters = Counters(database, Bus(), clock)
    await counters.open()
    yield counters
    await counters.close()


@pytest.fixture
def rates(counters: Counters, clock: Clock) -> Rates:
    rates = Rates(counters, clock)
    rates.measure()
    return rates


async def test_a_rate_is_what_grew_by_the_time_that_passed(rates: Rates, counters: Counters, clock: Clock) -> None:
    counters.add("simulator", "snmp_requests_served", 500)
    counters.add("traps", "traps_received_total", 10)
    clock.now += INTERVAL_S
    rates.measure()
    clock.now += 2 * INTERVAL_S  # the loop was busy: the interval was longer
    counters.add("traps", "traps_received_total", 10)
    rates.measure()
    found = rates.read()
    assert (found.requests_per_s, found.notifications_per_s) == ([100.0, 0.0], [2.0, 1.0])
    assert found.times[1] - found.times[0] == pytest.approx(2 * INTERVAL_S, abs=0.01)
    assert found.times[1] == pytest.approx(found.now, abs=0.01)


async def test_totals_that_are_set_to_zero_are_no_rate_below_it(rates: Rates, counters: Counters, clock: Clock) -> None:
    counters.add("traps", "traps_received_total", 10)
    clock.now += INTERVAL_S
    rates.measure()
    await counters.reset()
    counters.add("traps", "traps_received_total", 5)
    clock.now += INTERVAL_S
    rates.measure()
    assert rates.read().notifications_per_s == [2.0, 1.0]


async def test_no_more_than_fifteen_minutes_are_kept(rates: Rates, clock: Clock) -> None:
    for _ in range(400):
        clock.now += INTERVAL_S
        rates.measure()
    found = rates.read()
    assert len(found.times) == len(found.requests_per_s) == len(found.notifications_per_s) == KEPT_S / INTERVAL_S
    clock.now += KEPT_S + 1  # nothing was measured since, as after a sleep of the machine
    assert rates.read().times == []


async def test_a_clock_that_is_set_back_leaves_times_in_their_order(
    rates: Rates, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.now += INTERVAL_S
    rates.measure()
    monkeypatch.setattr(time, "time", lambda: 1_000.0)
    clock.now += INTERVAL_S
    rates.measure()
    assert rates.read().times == [1_000.0 - INTERVAL_S, 1_000.0]
