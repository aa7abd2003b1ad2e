"""Overrides of each agent are kept, applied, changed one by one, read again with other MIBs, and forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from tests.unit.library.compiled_library import DEVICE_MIB
from tests.unit.services.named_devices import DEVICE, LibraryThatChanges, device_names
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.services.simulator.agent_overrides import OverridesKeeper
from trishul.services.simulator.overrides import OverridesRefused
from trishul.simulation.device import Device
from trishul.store.database import Database
from trishul.workers.agent_messages import OverridesOfAgent

STATE, VENDOR = f"{DEVICE}.1.0", "1.3.6.1.4.1.4242.1.0"


class Bench:
    """A keeper, what it told the worker, and the agent that it asks."""

    def __init__(self, database: Database) -> None:
        self.names: LibraryThatChanges = device_names()
        self.applied: list[OverridesOfAgent] = []
        self.saved: list[OverridesOfAgent] = []
        self.held = Device.from_instances({Oid(VENDOR): Value.gauge32(7)})
        self.keeper = OverridesKeeper(
            database,
            lambda: self.names.names,
            turn=asyncio.Lock(),
            apply=self._apply,
            find_held=self._find_held,
            on_saved=self.saved.append,
        )

    async def _apply(self, agent: OverridesOfAgent) -> bool:
        self.applied.append(agent)
        return True

    async def _find_held(self, agent_id: str, names: Sequence[bytes]) -> Device:
        assert (agent_id, list(names)) == ("one", [Oid(VENDOR).contents])
        return self.held


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


async def test_overrides_are_applied_with_the_types_that_the_agent_has_and_come_back(
    bench: Bench, database: Database
) -> None:
    document = {"overrides": {"deviceState.0": "down", VENDOR: 9}, "hidden": ["portTable"]}
    saved = await bench.keeper.save("one", document)
    assert (saved.count, saved.applied) == (2, True)
    told = OverridesOfAgent("one", [(STATE, 0x02, b"\x02"), (VENDOR, 0x42, b"\x09")], [f"{DEVICE}.2"])
    assert bench.applied == bench.saved == [told]
    again = Bench(database)
    await again.keeper.open()
    assert again.keeper.for_worker() == [told]
    assert again.keeper.of("one").hidden == ["portTable"]
    assert again.keeper.instances("one") == {Oid(STATE).contents, Oid(VENDOR).contents}
    assert again.keeper.of("other").overrides == {}


async def test_one_that_cannot_be_meant_saves_nothing(bench: Bench) -> None:
    with pytest.raises(OverridesRefused) as refusal:
        await bench.keeper.save("one", {"overrides": {"deviceState.0": "sideways"}, "hidden": ["noSuchTable"]})
    assert set(refusal.value.findings) == {"deviceState.0", "hidden: noSuchTable"}
    assert (bench.applied, bench.keeper.for_worker()) == ([], [])


async def test_one_instance_is_changed_and_taken_back_whatever_its_key(bench: Bench) -> None:
    await bench.keeper.save("one", {"overrides": {STATE: "down"}, "hidden": ["portTable"]})
    await bench.keeper.save_one("one", Oid(STATE), "up")
    assert bench.keeper.of("one").overrides == {"DEVICE-MIB::deviceState.0": "up"}
    await bench.keeper.save_one("one", Oid(STATE), None)
    assert bench.applied[-1] == OverridesOfAgent("one", [], [f"{DEVICE}.2"])


async def test_what_a_mib_named_goes_on_without_it_and_is_read_again(bench: Bench) -> None:
    await bench.keeper.save("one", {"overrides": {"deviceState.0": "down"}, "hidden": ["portTable"]})
    before = bench.keeper.for_worker()
    bench.names.load()
    assert await bench.keeper.check_again()
    assert bench.keeper.for_worker() == before
    assert [warning.partition(":")[0] for warning in bench.keeper.of("one").warnings] == [
        "override deviceState.0",
        "hidden portTable",
    ]
    bench.names.load(DEVICE_MIB.replace("down(2)", "down(5)"))
    assert await bench.keeper.check_again()
    assert bench.applied[-1].values == [(STATE, 0x02, b"\x05")]


async def test_what_is_dropped_is_gone(bench: Bench, database: Database) -> None:
    await bench.keeper.save("one", {"overrides": {STATE: "down"}})
    await bench.keeper.drop("one")
    assert bench.applied[-1] == OverridesOfAgent("one")
    again = Bench(database)
    await again.keeper.open()
    assert again.keeper.for_worker() == []
