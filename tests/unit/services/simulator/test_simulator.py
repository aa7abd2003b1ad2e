"""The simulator service with a real worker: life cycle, counters, overrides, activity."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.library.compiled_library import DEVICE_MIB
from tests.unit.services.named_devices import DEVICE, device_names
from trishul.errors import AddressInUse, RequestTimedOut
from trishul.services.bus import Bus, Subscription
from trishul.services.configuration import Configuration
from trishul.services.counters import Counters
from trishul.services.events import MibsChanged, SimulatorActivity, StatusChanged
from trishul.services.simulator.overrides import OverridesRefused
from trishul.services.simulator.simulator import SimulatorService
from trishul.snmp import Manager, Target
from trishul.store.database import Database

SYS_NAME = "1.3.6.1.2.1.1.5.0"


class Bench:
    """An open service, what it announced, and a manager that asks its simulator."""

    def __init__(self, data_dir: Path, database: Database) -> None:
        self.names = device_names()
        self.bus = Bus()
        self.events: Subscription = self.bus.subscribe()
        self.counters = Counters(database, self.bus)
        self.service = SimulatorService(
            Configuration(data_dir=data_dir, snmp_port=0), database, self.bus, self.counters, self.names
        )
        self.manager = Manager()

    def counted(self, name: str) -> int | float:
        return self.counters.snapshot()["simulator"][name]

    async def get(self, oid: str, community: str = "public") -> str:
        port = self.service.status().port
        (varbind,) = await self.manager.get(
            Target("127.0.0.1", port, community=community, timeout_s=0.5, retries=0), oid
        )
        return str(varbind.value)

    async def eventually(self, claim: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not claim():
                await anext(self.events)


@pytest.fixture
async def bench(tmp_path: Path, database: Database) -> AsyncIterator[Bench]:
    made = Bench(tmp_path, database)
    await made.service.open()
    yield made
    await made.service.close()
    made.manager.close()


def status_changes(bench: Bench) -> int:
    return sum(isinstance(event, StatusChanged) for event in bench.events._events)


async def test_before_its_start_the_simulator_has_no_process(bench: Bench) -> None:
    status = bench.service.status()
    assert (status.running, status.pid, status.uptime_seconds, status.state) == (False, None, None, "stopped")
    assert (status.community, status.host) == ("public", "127.0.0.1")


async def test_started_means_answering(bench: Bench) -> None:
    started = await bench.service.start()
    assert started.status == "started"
    assert await bench.get("1.3.6.1.2.1.2.1.0") == "24"
    status = bench.service.status()
    assert (status.running, status.pid, status.port) == (True, started.pid, started.port)
    assert [device.name for device in status.devices] == ["demo switch"]
    assert bench.counted("start_count") == 1
    assert bench.counted("oids_loaded") == status.devices[0].instances
    assert status_changes(bench) == 1


async def test_a_second_start_changes_nothing(bench: Bench) -> None:
    first = await bench.service.start()
    second = await bench.service.start(community="other")
    assert second.status == "already_running"
    assert (second.pid, second.community) == (first.pid, "public")
    assert bench.counted("start_count") == 1


async def test_a_restart_is_no_start_and_no_stop_and_keeps_the_port(bench: Bench) -> None:
    first = await bench.service.start()
    second = await bench.service.restart(community="lab")
    assert (second.status, second.port, second.community) == ("restarted", first.port, "lab")
    assert second.pid != first.pid
    assert await bench.get(SYS_NAME, "lab")
    assert [bench.counted(name) for name in ("start_count", "restart_count", "stop_count")] == [1, 1, 0]


async def test_a_stop_frees_the_port(bench: Bench) -> None:
    started = await bench.service.start()
    assert await bench.service.stop() == "stopped"
    assert await bench.service.stop() == "not_running"
    assert bench.counted("stop_count") == 1
    status = bench.service.status()
    assert (status.pid, status.uptime_seconds, status.devices) == (None, None, [])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", started.port))


async def test_a_restart_that_fails_counts_nothing_and_leaves_the_simulator_answering(bench: Bench) -> None:
    await bench.service.start()
    other = Bench(Path(bench.service._recordings_dir.parent), bench.service._database)
    await other.service.start()
    with pytest.raises(AddressInUse):
        await bench.service.restart(port=other.service.status().port, community="lab")
    await other.service.close()
    other.manager.close()
    assert await bench.get("1.3.6.1.2.1.2.1.0") == "24"
    assert bench.counted("restart_count") == 0
    assert bench.service.status().community == "public"


async def test_requests_are_counted_and_their_groups_logged(bench: Bench) -> None:
    await bench.service.start()
    for _ in range(7):
        await bench.get(SYS_NAME)
    await bench.eventually(lambda: bench.counted("snmp_requests_served") == 7)
    assert bench.counted("total_oids_simulated") == 7
    assert bench.counted("last_request_at") > 0
    assert bench.service.status().requests == 7
    newest = bench.service.log.newest(1)[0]
    assert (newest.operation, newest.community_device, newest.first_oid) == ("GetRequest", "demo switch", SYS_NAME)
    assert sum(entry.requests for entry in bench.service.log.newest(100)) == 7


async def test_a_foreign_community_shows_as_a_drop(bench: Bench) -> None:
    await bench.service.start()
    with pytest.raises(RequestTimedOut):
        await bench.get(SYS_NAME, "guess")
    await bench.eventually(lambda: bench.service.status().drops == {"unknown_community": 1})
    assert bench.service.log.newest(1)[0].drop == "unknown_community"


async def test_overrides_are_saved_applied_at_once_and_survive_stop_and_crash(bench: Bench) -> None:
    await bench.service.start()
    pid = bench.service.status().pid
    saved = await bench.service.save_data({SYS_NAME: "edge-7"})
    assert (saved.status, saved.count, saved.applied) == ("saved", 1, True)
    assert await bench.get(SYS_NAME) == "edge-7"
    assert bench.service.status().pid == pid
    process = bench.service._lifecycle.supervisor.process
    assert process is not None
    process.kill()
    await bench.eventually(lambda: bench.service.status().state == "crashed")
    assert "SIGKILL" in str(bench.service.status().error)
    await bench.eventually(lambda: bench.service.status().running)
    assert await bench.get(SYS_NAME) == "edge-7"
    assert bench.service.data() == {SYS_NAME: "edge-7"}
    assert bench.counted("start_count") == 1


async def test_overrides_of_a_stopped_simulator_wait_for_its_start_also_in_another_server(
    bench: Bench, tmp_path: Path
) -> None:
    saved = await bench.service.save_data({SYS_NAME: "edge-8"})
    assert not saved.applied
    again = Bench(tmp_path, bench.service._database)
    await again.service.open()
    await again.service.start()
    assert await again.get(SYS_NAME) == "edge-8"
    await again.service.close()
    again.manager.close()


@pytest.mark.parametrize("data", [{SYS_NAME: "fine", "1.3.6.1.2.1.2.1.0": "many"}, {"sysName.0": "x"}])
async def test_a_bad_override_saves_nothing(bench: Bench, data: dict[str, Any]) -> None:
    await bench.service.save_data({SYS_NAME: "before"})
    with pytest.raises(OverridesRefused):
        await bench.service.save_data(data)
    assert bench.service.data() == {SYS_NAME: "before"}


async def test_activity_is_announced_in_groups(bench: Bench) -> None:
    await bench.service.start()
    for _ in range(50):
        await bench.get(SYS_NAME)
    await bench.eventually(lambda: bench.counted("snmp_requests_served") == 50)
    frames = [event for event in bench.events._events if isinstance(event, SimulatorActivity)]
    assert len(bench.service.log.newest(100)) <= 5
    assert len(frames) <= 5


async def test_a_status_shown_during_a_restart_has_the_new_community(bench: Bench) -> None:
    await bench.service.start()
    shown: list[str] = []
    publish = bench.bus.publish

    def note(event: Any) -> None:
        if isinstance(event, StatusChanged):
            shown.append(bench.service.status().community)
        publish(event)

    bench.bus.publish = note  # type: ignore[method-assign]
    await bench.service.restart(community="lab")
    assert shown == ["lab"]


async def test_overrides_by_name_go_on_when_their_mib_is_gone_and_after_a_new_start(
    bench: Bench, tmp_path: Path, database: Database
) -> None:
    await bench.service.start()
    await bench.service.save_data({"DEVICE-MIB::deviceState.0": "down"})
    assert await bench.get(f"{DEVICE}.1.0") == "2"
    bench.names.load()
    bench.bus.publish(MibsChanged())
    await bench.eventually(lambda: bool(bench.service.status().warnings))
    assert await bench.get(f"{DEVICE}.1.0") == "2"
    assert bench.service.data() == {"DEVICE-MIB::deviceState.0": "down"}

    again = Bench(tmp_path, database)
    again.names.load()
    await again.service.open()
    assert [warning.partition(":")[0] for warning in again.service.status().warnings] == ["override DEVICE-MIB"]
    await again.service.start()
    assert await again.get(f"{DEVICE}.1.0") == "2"
    await again.service.close()
    again.manager.close()


async def test_overrides_are_understood_when_their_mib_arrives(bench: Bench) -> None:
    await bench.service.save_data({"DEVICE-MIB::deviceState.0": "down"})
    bench.names.load()
    await bench.service.overrides.check_again()
    bench.names.load(DEVICE_MIB.replace("down(2)", "down(5)"))
    await bench.service.start()
    bench.bus.publish(MibsChanged())
    async with asyncio.timeout(10):
        while await bench.get(f"{DEVICE}.1.0") != "5":  # noqa: ASYNC110 -- the device says when it is so
            await asyncio.sleep(0.01)
    assert bench.service.status().warnings == []


async def test_the_log_shows_names(bench: Bench) -> None:
    await bench.service.start()
    await bench.service.save_data({f"{DEVICE}.1.0": 1})
    await bench.get(f"{DEVICE}.1.0")
    await bench.eventually(lambda: bool(bench.service.log.newest()))
    assert bench.service.log.newest()[0].first_name == "DEVICE-MIB::deviceState.0"
    bench.names.load()
    assert bench.service.log.newest()[0].first_name is None
