"""The objects of an agent: pages, searches, marks, and one that is set."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.unit.services.named_devices import DEVICE, device_names
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.protocol.ber import encode_varbind
from trishul.services.simulator import agent_objects
from trishul.services.simulator.agent_objects import NoSuchObject, ObjectTable, SimulatorNotRunning
from trishul.services.simulator.agent_overrides import OverridesKeeper
from trishul.services.simulator.overrides import NothingHeld, OverridesRefused
from trishul.simulation.behaviours import Uptime
from trishul.simulation.device import Device
from trishul.simulation.override_layer import OverrideLayer
from trishul.store.database import Database
from trishul.workers.agent_commands import ObjectsRead, ReadObjects
from trishul.workers.agent_messages import AgentState, OverridesOfAgent
from trishul.workers.message import Message
from trishul.workers.object_reader import read_objects
from trishul.workers.served_agents import overridden

STATE, UPTIME, VENDOR = f"{DEVICE}.1.0", "1.3.6.1.2.1.1.3.0", "1.3.6.1.4.1.4242.1.0"


class Bench:
    """The table of one agent, whose worker is here."""

    def __init__(self, database: Database) -> None:
        self.is_running = True
        ports = {Oid(f"{DEVICE}.2.1.2.{port}"): Value.octet_string(f"ge-{port}") for port in range(1, 41)}
        self.device = Device.from_instances(
            {Oid(STATE): Value.integer(1), Oid(UPTIME): Uptime(0.0), Oid(VENDOR): Value.gauge32(7)} | ports
        )
        self.layer = OverrideLayer(self.device)
        names = device_names()

        async def find_nothing(_: str, __: object) -> NothingHeld:
            return NothingHeld()

        self.keeper = OverridesKeeper(
            database,
            lambda: names.names,
            turn=asyncio.Lock(),
            apply=self._apply,
            find_held=find_nothing,
            on_saved=lambda _: None,
        )
        self.table = ObjectTable(names, self._ask, self.keeper)

    async def _apply(self, agent: OverridesOfAgent) -> bool:
        self.layer.apply(*overridden(agent))
        return True

    async def _ask(self, command: Callable[[int], Message]) -> object | None:
        asked = command(1)
        assert isinstance(asked, ReadObjects)
        if not self.is_running:
            return None
        rows, is_more = read_objects(self.device, asked, 1.0)
        return ObjectsRead(1, AgentState.LOADED, None, rows, len(self.device), is_more)


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


async def test_pages_lead_through_all_instances(bench: Bench) -> None:
    found: list[str] = []
    after: str | None = ""
    while after is not None:
        page = await bench.table.page("one", after=after, limit=7)
        found += [one.oid for one in page.objects]
        after = page.next
    assert found == sorted(found, key=Oid)
    assert len(found) == page.total == len(bench.device)


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("portName", 40),
        ("PORTNAME 7", 4),  # 7, 17, 27, 37
        ("DEVICE-MIB::portName.7", 1),
        (f"{DEVICE}.2", 40),
        ("1.3.6.1.2.1.", 1),
        ("no such thing", 0),
    ],
)
async def test_a_search_finds_words_of_names_and_subtrees(bench: Bench, search: str, names: int) -> None:
    page = await bench.table.page("one", search)
    assert (len(page.objects), page.next) == (names, None)


async def test_a_long_search_is_cut_and_goes_on(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agent_objects, "SCANNED_AT_ONCE", 5)
    monkeypatch.setattr(agent_objects, "MAX_SCANNED", 10)
    first = await bench.table.page("one", "ge 40")
    assert first.objects == []
    assert first.next is not None
    found = await bench.table.page("one", "portname 40", after=f"{DEVICE}.2.1.2.35")
    assert [one.name for one in found.objects] == ["DEVICE-MIB::portName.40"]


async def test_an_object_says_what_it_is(bench: Bench) -> None:
    state, uptime, vendor = [await bench.table.one("one", Oid(oid)) for oid in (STATE, UPTIME, VENDOR)]
    assert (state.display, state.labels, state.writable, state.moving) == ("up(1)", {"up": 1, "down": 2}, True, False)
    assert (uptime.value, uptime.writable, uptime.moving) == ("100", False, True)
    assert (vendor.type, vendor.writable, vendor.syntax, vendor.overridden) == ("Gauge32", True, "", False)
    name = Oid(STATE).contents
    bench.device.restore({name: encode_varbind(name, 2, b"\x02")})
    assert (await bench.table.one("one", Oid(STATE))).set_by_manager
    assert not (await bench.table.page("one", f"{DEVICE}.2.1.2.1")).objects[0].writable


async def test_one_is_set_as_its_mib_allows_and_taken_back(bench: Bench) -> None:
    changed = await bench.table.set("one", "deviceState.0", "down")
    assert (changed.display, changed.overridden) == ("down(2)", True)
    with pytest.raises(OverridesRefused, match="sideways"):
        await bench.table.set("one", STATE, "sideways")
    await bench.table.release("one", STATE)
    assert (await bench.table.one("one", Oid(STATE))).display == "up(1)"


async def test_without_a_worker_nothing_is_known_and_nothing_saved(bench: Bench) -> None:
    with pytest.raises(NoSuchObject):
        await bench.table.one("one", Oid("1.3.6.1.9.9"))
    bench.is_running = False
    for asked in (bench.table.page("one"), bench.table.set("one", STATE, "down")):
        with pytest.raises(SimulatorNotRunning):
            await asked
    assert bench.keeper.for_worker() == []
    assert (await bench.table.held("one", [b""])).find_value(b"", 0.0) is None
