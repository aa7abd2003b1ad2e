"""The simulator role: which devices it serves, what it reports, and overrides that need no restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from trishul.datatypes.values import Value
from trishul.snmp import Manager, RequestTimedOut, Target
from trishul.transport.addresses import bind
from trishul.workers.agent_commands import ApplyOverrides, OverridesApplied
from trishul.workers.agent_messages import AgentFigures, OverridesOfAgent
from trishul.workers.message import Message
from trishul.workers.messages import (
    ActivityObserved,
    AgentsFound,
    AgentsObserved,
    ConfigureSimulator,
    Event,
    Ready,
    RecordingsRescanned,
    RescanRecordings,
    SimulatorEvent,
    SimulatorStatistics,
)
from trishul.workers.simulator import SimulatorRole

SYS_NAME = "1.3.6.1.2.1.1.5.0"


class Server:
    """Collects what the role says."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.heard_rescan = asyncio.Event()

    def send(self, message: Message) -> bool:
        return self.send_encoded(msgspec.msgpack.encode(message))

    def send_encoded(self, body: bytes) -> bool:
        event = msgspec.msgpack.decode(body, type=SimulatorEvent)
        if isinstance(event, RecordingsRescanned):
            self.heard_rescan.set()
        else:
            self.events.append(event)
        return True

    async def flush(self) -> None:
        return


class Bench:
    """A role on a real socket and a manager that asks it."""

    def __init__(self, recordings_dir: Path) -> None:
        self.server = Server()
        self.sock = bind("127.0.0.1", 0)
        self.port = self.sock.getsockname()[1]
        self.role = SimulatorRole(self.server, [self.sock])
        self.manager = Manager()
        self._recordings_dir = recordings_dir

    def configure(self, overrides: list[OverridesOfAgent] | None = None) -> Ready:
        return self.role.configure(ConfigureSimulator(str(self._recordings_dir), b"public", overrides or [], 1 << 20))

    async def get(self, oid: str, community: str = "public", patience_s: float = 5.0) -> str:
        target = Target("127.0.0.1", self.port, community=community, timeout_s=patience_s, retries=0)
        (varbind,) = await self.manager.get(target, oid)
        return str(varbind.value)

    async def rescan(self) -> None:
        """Has the folder looked at, and waits until it was."""
        self.role.handle(RescanRecordings(1))
        await self.server.heard_rescan.wait()
        self.server.heard_rescan.clear()

    async def figures(self) -> list[AgentFigures]:
        """What is told of agents when all is told."""
        await self.rescan()
        told = [event for event in self.server.events if isinstance(event, AgentsObserved)]
        return told[-1].figures


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    made = Bench(tmp_path)
    yield made
    await made.role.finish()
    made.manager.close()


async def test_the_demo_switch_answers_under_the_configured_community(bench: Bench) -> None:
    ready = bench.configure()
    assert [(device.community, device.name) for device in ready.devices] == [("public", "demo switch")]
    assert ready.devices[0].instances > 500
    assert await bench.get("1.3.6.1.2.1.2.1.0") == "24"


async def test_each_recording_answers_under_its_file_name(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "router.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n")
    (tmp_path / "readme.md").write_text("no recording\n")
    ready = bench.configure()
    assert [(device.community, device.source) for device in ready.devices] == [
        ("public", "built in"),
        ("router", "router.snmprec"),
    ]
    assert await bench.get(SYS_NAME, "router") == "edge-1"


async def test_a_recording_is_read_when_it_is_first_asked_and_its_findings_are_told(
    bench: Bench, tmp_path: Path
) -> None:
    (tmp_path / "old.snmprec").write_text(".1.3.6.1.2.1.1.5.0|4|edge-1\nrubbish\n")
    ready = bench.configure()
    assert ready.devices[1].instances == 0
    await bench.get(SYS_NAME, "old")
    await bench.get(SYS_NAME, "old")
    (figures,) = await bench.figures()
    assert (figures.id, figures.state, figures.instances) == (ready.devices[1].id, "loaded", 1)
    assert any(finding.startswith("line 2: ") for finding in figures.findings)


async def test_recordings_that_come_change_and_go_are_noticed(bench: Bench, tmp_path: Path) -> None:
    bench.configure()
    (tmp_path / "router.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n")
    await bench.rescan()
    assert await bench.get(SYS_NAME, "router") == "edge-1"
    (tmp_path / "router.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|edge-22\n")
    await bench.rescan()
    assert await bench.get(SYS_NAME, "router") == "edge-22"
    (tmp_path / "router.snmprec").unlink()
    await bench.rescan()
    with pytest.raises(RequestTimedOut):
        await bench.get(SYS_NAME, "guess", patience_s=0.3)
    found = [event for event in bench.server.events if isinstance(event, AgentsFound)]
    assert [(len(event.added), len(event.removed)) for event in found] == [(1, 0), (0, 1)]


async def test_who_asks_decides_where_the_folder_says_so(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "router.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|for everybody\n")
    bench.configure()
    assert await bench.get(SYS_NAME, "router") == "for everybody"
    place = tmp_path / "router" / "1.3.6.1.6.1.1.0"
    place.mkdir(parents=True)
    (place / "127.0.0.1.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|for this host\n")
    await bench.rescan()
    assert await bench.get(SYS_NAME, "router") == "for this host"


async def test_a_recording_under_the_default_community_gives_way_and_that_is_said(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "public.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n")
    ready = bench.configure()
    assert len(ready.devices) == 1
    assert any("public.snmprec" in warning for warning in ready.warnings)


async def test_overrides_answer_from_the_start_and_change_without_a_restart(bench: Bench) -> None:
    first, second = Value.octet_string("first"), Value.octet_string("second")
    bench.configure([OverridesOfAgent("default", [(SYS_NAME, first.tag, first.contents)])])
    assert await bench.get(SYS_NAME) == "first"
    bench.role.handle(ApplyOverrides(3, OverridesOfAgent("default", [(SYS_NAME, second.tag, second.contents)])))
    assert bench.server.events[-1] == OverridesApplied(3)
    assert await bench.get(SYS_NAME) == "second"
    bench.role.handle(ApplyOverrides(4, OverridesOfAgent("default")))
    assert await bench.get(SYS_NAME) not in {"first", "second"}


async def test_activity_is_grouped_by_peer_device_and_operation(bench: Bench) -> None:
    bench.configure()
    for _ in range(5):
        await bench.get(SYS_NAME)
    bench.role.tick()
    (activity,) = [event for event in bench.server.events if isinstance(event, ActivityObserved)]
    (entry,) = activity.entries
    assert (entry.device, entry.operation, entry.version) == ("demo switch", "GetRequest", "2c")
    assert (entry.requests, entry.varbinds, entry.first_oid) == (5, 5, SYS_NAME)


async def test_a_foreign_community_is_silence_and_a_count(bench: Bench) -> None:
    bench.configure()
    with pytest.raises(RequestTimedOut):
        await bench.get(SYS_NAME, "guess", patience_s=0.3)
    bench.role.tick()
    statistics = bench.server.events[-1]
    assert isinstance(statistics, SimulatorStatistics)
    assert (statistics.requests, statistics.drops) == (0, {"unknown_community": 1})
    assert statistics.last_request_at is None


async def test_figures_are_told_when_they_change_and_otherwise_once_a_second(bench: Bench) -> None:
    bench.configure()
    for _ in range(3):
        bench.role.tick()
        await asyncio.sleep(0)
    assert len([event for event in bench.server.events if isinstance(event, SimulatorStatistics)]) == 1
    await bench.get(SYS_NAME)
    bench.role.tick()
    statistics = bench.server.events[-1]
    assert isinstance(statistics, SimulatorStatistics)
    assert statistics.requests == 1
    assert statistics.last_request_at is not None
