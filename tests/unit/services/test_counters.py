"""Counters count once, save themselves, include the current run and survive a restart."""

from __future__ import annotations

import asyncio

import pytest

from tests.unit.services.conftest import Clock
from trishul.services.bus import Bus
from trishul.services.counters import ANNOUNCE_INTERVAL_S, COUNTER_NAMES, Counters
from trishul.services.events import CountersChanged
from trishul.store.database import Database


async def reopened(database: Database, clock: Clock) -> Counters:
    counters = Counters(database, Bus(), clock)
    await counters.open()
    return counters


async def test_all_counters_start_at_zero(database: Database, clock: Clock) -> None:
    counters = await reopened(database, clock)
    assert counters.snapshot() == {module: dict.fromkeys(names, 0) for module, names in COUNTER_NAMES.items()}
    await counters.close()


async def test_counters_survive_a_restart(database: Database, clock: Clock) -> None:
    counters = await reopened(database, clock)
    counters.add("walker", "oids_returned", 120)
    counters.add("walker", "walks_executed")
    counters.put("simulator", "oids_loaded", 456)
    await counters.close()
    again = await reopened(database, clock)
    assert again.snapshot()["walker"] == {"walks_executed": 1, "walks_failed": 0, "oids_returned": 120}
    assert again.snapshot()["simulator"]["oids_loaded"] == 456
    await again.close()


async def test_run_seconds_include_the_current_run(database: Database, clock: Clock) -> None:
    counters = await reopened(database, clock)
    counters.run_started("simulator")
    clock.now += 2.5
    assert counters.snapshot()["simulator"]["simulator_run_seconds"] == 2.5
    counters.run_started("simulator")
    counters.run_ended("simulator")
    clock.now += 100
    assert counters.snapshot()["simulator"]["simulator_run_seconds"] == 2.5
    assert counters.snapshot()["traps"]["receiver_run_seconds"] == 0
    await counters.close()


async def test_run_seconds_survive_a_crash_up_to_the_last_save(database: Database, clock: Clock) -> None:
    counters = await reopened(database, clock)
    counters.run_started("traps")
    clock.now += 10
    await counters.save()
    clock.now += 0.5
    after_crash = await reopened(database, clock)
    assert after_crash.snapshot()["traps"]["receiver_run_seconds"] == 10
    await after_crash.close()
    await counters.close()


async def test_an_unknown_counter_is_a_mistake_of_this_program(database: Database, clock: Clock) -> None:
    counters = await reopened(database, clock)
    with pytest.raises(KeyError):
        counters.add("walker", "walks_dreamt_of")
    await counters.close()


async def test_reset_sets_everything_to_zero_for_good(database: Database, clock: Clock) -> None:
    counters = await reopened(database, clock)
    counters.add("traps", "traps_received_total", 7)
    counters.run_started("traps")
    clock.now += 5
    await counters.reset()
    clock.now += 1
    assert counters.snapshot()["traps"]["receiver_run_seconds"] == 1
    counters.run_ended("traps")
    await counters.close()
    again = await reopened(database, clock)
    assert again.snapshot()["traps"]["traps_received_total"] == 0
    await again.close()


async def test_values_that_could_not_be_saved_stay_due(database: Database, clock: Clock) -> None:
    counters = await reopened(database, clock)
    counters.add("mibs", "reload_count")
    async with database.read() as connection:
        await connection.exec_driver_sql("PRAGMA query_only=OFF")
    async with database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE counters RENAME TO elsewhere")
    await counters.save()
    assert counters.failed_saves == 1
    async with database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO counters")
    await counters.close()
    again = await reopened(database, clock)
    assert again.snapshot()["mibs"]["reload_count"] == 1
    await again.close()


async def test_a_thousand_changes_are_announced_once_and_then_at_most_four_times_a_second(
    database: Database, clock: Clock
) -> None:
    bus = Bus()
    counters = Counters(database, bus, clock)
    loop = asyncio.get_running_loop()
    with bus.subscribe() as events:
        for _ in range(1000):
            counters.add("simulator", "snmp_requests_served")
        assert await anext(events) == CountersChanged()
        first_at = loop.time()
        assert len(events) == 0
        counters.add("simulator", "snmp_requests_served")
        await anext(events)
        assert loop.time() - first_at >= ANNOUNCE_INTERVAL_S * 0.9
    await counters.close()
