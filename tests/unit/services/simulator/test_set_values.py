"""Set values in the server: kept when users want it, written in batches, given to every later worker, forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from trishul.services.bus import Bus
from trishul.services.configuration import Configuration
from trishul.services.counters import Counters
from trishul.services.simulator.set_values import SetValuesKeeper
from trishul.services.simulator.simulator import SimulatorService
from trishul.snmp import Manager, Target
from trishul.store.database import Database
from trishul.store.simulator_values import load_set_values

A, B = b"\x2b\x01", b"\x2b\x02"
SYS_NAME, SYS_LOCATION = "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.6.0"


class Setting:
    """Whether values are kept."""

    def __init__(self) -> None:
        self.is_kept = True
        self.saves = 0

    def count(self) -> None:
        self.saves += 1


async def stored(database: Database) -> set[tuple[str, bytes, bytes | None]]:
    async with database.read() as connection:
        return set(await load_set_values(connection))


async def keeper_of(database: Database, setting: Setting) -> SetValuesKeeper:
    keeper = SetValuesKeeper(database, lambda: setting.is_kept, setting.count)
    await keeper.open()
    return keeper


async def test_what_was_set_is_stored_and_given_to_later_workers(database: Database) -> None:
    setting = Setting()
    keeper = await keeper_of(database, setting)
    keeper.note([("", A, b"one"), ("sw1", B, None)])
    await keeper.close()
    assert await stored(database) == {("", A, b"one"), ("sw1", B, None)}
    assert setting.saves == 1
    later = await keeper_of(database, setting)
    assert set(later.for_worker()) == {("", A, b"one"), ("sw1", B, None)}
    await later.close()


async def test_in_memory_nothing_is_stored_and_a_new_worker_begins_anew(database: Database) -> None:
    setting = Setting()
    setting.is_kept = False
    keeper = await keeper_of(database, setting)
    keeper.note([("", A, b"one")])
    assert (keeper.count, keeper.for_worker()) == (1, [])
    keeper.begin_anew()
    assert keeper.count == 0
    await keeper.close()
    assert await stored(database) == set()


async def test_a_change_of_mind_stores_what_is_there_or_clears_the_store(database: Database) -> None:
    setting = Setting()
    setting.is_kept = False
    keeper = await keeper_of(database, setting)
    keeper.note([("", A, b"one")])
    await asyncio.sleep(0)
    setting.is_kept = True
    keeper.settings_changed()
    await keeper.close()
    assert await stored(database) == {("", A, b"one")}
    setting.is_kept = False
    later = await keeper_of(database, setting)
    await later.close()
    assert await stored(database) == set()


async def test_an_override_that_is_saved_later_counts(database: Database) -> None:
    keeper = await keeper_of(database, Setting())
    keeper.note([("", A, b"one"), ("", B, b"two"), ("sw1", A, b"three")])
    keeper.override("", [A])
    await keeper.close()
    assert await stored(database) == {("", B, b"two"), ("sw1", A, b"three")}


@pytest.mark.parametrize("is_running", [False, True])
async def test_forgetting_waits_for_the_worker_and_empties_the_store(database: Database, *, is_running: bool) -> None:
    keeper = await keeper_of(database, Setting())
    keeper.note([("", A, b"one")])

    def ask() -> bool:
        if is_running:
            asyncio.get_running_loop().call_soon(keeper.note_forgotten)
        return is_running

    assert await keeper.forget(ask) == 1
    assert await stored(database) == set()
    await keeper.close()


class Bench:
    """A simulator service with a real worker."""

    def __init__(self, data_dir: Path, database: Database, setting: Setting) -> None:
        configuration = Configuration(data_dir=data_dir, snmp_port=0)
        bus = Bus()
        self.service = SimulatorService(
            configuration, database, bus, Counters(database, bus), keeps_set_values=lambda: setting.is_kept
        )
        self.manager = Manager()

    @property
    def target(self) -> Target:
        return Target("127.0.0.1", self.service.status().port, community="public", timeout_s=0.5, retries=8)

    async def get(self, oid: str) -> str:
        return str((await self.manager.get(self.target, oid))[0].value)

    async def close(self) -> None:
        await self.service.close()
        self.manager.close()


@pytest.fixture
async def setting() -> Setting:
    return Setting()


@pytest.fixture
async def bench(tmp_path: Path, database: Database, setting: Setting) -> AsyncIterator[Bench]:
    made = Bench(tmp_path, database, setting)
    await made.service.open()
    await made.service.start()
    yield made
    await made.close()


async def test_a_value_survives_a_restart_a_crash_and_another_server(
    bench: Bench, tmp_path: Path, database: Database, setting: Setting
) -> None:
    await bench.manager.set(bench.target, (SYS_NAME, "kept"))
    await bench.service.restart()
    assert await bench.get(SYS_NAME) == "kept"
    await bench.manager.set(bench.target, (SYS_LOCATION, "the last one"))
    process = bench.service._lifecycle.supervisor.process
    assert process is not None
    process.kill()
    await process.exited
    assert await bench.get(SYS_LOCATION) == "the last one"
    assert await bench.get(SYS_NAME) == "kept"
    await bench.service.close()
    other = Bench(tmp_path, database, setting)
    await other.service.open()
    await other.service.start()
    assert await other.get(SYS_LOCATION) == "the last one"
    await other.close()


async def test_in_memory_a_value_is_gone_with_its_worker(bench: Bench, setting: Setting) -> None:
    setting.is_kept = False
    before = await bench.get(SYS_NAME)
    await bench.manager.set(bench.target, (SYS_NAME, "for now"))
    assert await bench.get(SYS_NAME) == "for now"
    await bench.service.restart()
    assert await bench.get(SYS_NAME) == before


async def test_overrides_and_set_values_do_not_fight(bench: Bench, setting: Setting) -> None:
    await bench.manager.set(bench.target, (SYS_NAME, "set"), (SYS_LOCATION, "set too"))
    await bench.service.save_data({SYS_NAME: "override"})
    assert (await bench.get(SYS_NAME), await bench.get(SYS_LOCATION)) == ("override", "set too")
    await bench.manager.set(bench.target, (SYS_NAME, "set later"))
    assert await bench.get(SYS_NAME) == "set later"
    await bench.service.restart()
    assert (await bench.get(SYS_NAME), await bench.get(SYS_LOCATION)) == ("set later", "set too")
    assert await bench.service.forget_set_values() == 2
    assert await bench.get(SYS_NAME) == "override"
    assert bench.service.set_values.for_worker() == []
