"""Agents are made, changed and deleted; conflicts are named, and addresses are kept while workers come and go."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from tests.ports import free_port
from tests.unit.services.named_devices import device_names
from trishul.errors import AddressInUse, InvalidInput
from trishul.library.library import LibraryUnavailable
from trishul.services.credentials.credentials import ChangedMeanwhile, NameTaken
from trishul.services.simulator.agent_book import AgentBook
from trishul.services.simulator.simulated_agents import AgentConflict, NoSuchAgent, SimulatedAgents, UnknownModule
from trishul.store.database import Database
from trishul.workers.agent_messages import AgentSpec, DeviceSummary
from trishul.workers.recordings_folder import id_of_recording


class Host:
    """A simulator that notes what it is told."""

    def __init__(self) -> None:
        self.is_up = True
        self.book = AgentBook()
        self.default_community = "public"
        self.served: dict[str, tuple[AgentSpec, int]] = {}
        self.forgotten: list[str] = []

    async def put_agent(self, spec: AgentSpec, sockets: tuple[socket.socket, ...]) -> None:
        self.served[spec.id] = spec, len(sockets)

    async def remove_agent(self, agent_id: str) -> None:
        self.served.pop(agent_id, None)

    async def forget_agent(self, agent_id: str) -> None:
        self.served.pop(agent_id, None)
        self.forgotten.append(agent_id)

    async def rescan(self) -> None:
        self.book.agents.clear()


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
async def agents(database: Database, tmp_path: Path, host: Host) -> SimulatedAgents:
    (tmp_path / "router.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n")
    made = SimulatedAgents(database, tmp_path, host)
    await made.open()
    return made


def agent(name: str = "lab", **addresses: str) -> dict[str, Any]:
    return {"name": name, "addresses": addresses or {"community": name}}


async def test_an_agent_is_served_when_it_is_made_and_after_the_next_start(
    agents: SimulatedAgents, database: Database, tmp_path: Path, host: Host
) -> None:
    record = await agents.create(agent())
    assert host.served[record.id][0].community == b"lab"
    again = SimulatedAgents(database, tmp_path, host)
    await again.open()
    assert [spec.id for spec in again.for_worker()[0]] == [record.id]
    assert again.made()[record.id].community == "lab"


async def test_recordings_of_the_folder_are_listed_also_while_nothing_runs(agents: SimulatedAgents) -> None:
    await agents.create(agent("zoo"))
    page = await agents.page(0, 10)
    assert ([record.name for record in page.agents], page.total) == (["router", "zoo"], 2)
    assert (await agents.page(1, 1)).agents[0].name == "zoo"
    assert (await agents.page(0, 10, "ROUTER")).total == 1


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (agent("other", community="lab"), "addresses.community"),
        (agent("other", community="public"), "addresses.community"),
        (agent("other", community="router"), "addresses.community"),
        (agent("other", user="bert"), "addresses.user"),
    ],
)
async def test_two_agents_cannot_answer_to_the_same(
    agents: SimulatedAgents, document: dict[str, Any], field: str
) -> None:
    await agents.create(agent("lab", community="lab", user="bert"))
    with pytest.raises(AgentConflict) as refused:
        await agents.create(document)
    assert refused.value.field == field


async def test_two_agents_cannot_have_one_name(agents: SimulatedAgents) -> None:
    await agents.create(agent())
    with pytest.raises(NameTaken):
        await agents.create(agent(community="other"))


async def test_an_address_of_its_own_is_bound_at_once_kept_and_given_up(agents: SimulatedAgents, host: Host) -> None:
    port = free_port("127.0.0.2")
    record = await agents.create(agent(community="public", listen=f"127.0.0.2:{port}"))
    assert host.served[record.id][1] == len(agents.for_worker()[1]) > 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, pytest.raises(OSError, match="in use"):
        probe.bind(("127.0.0.2", port))
    await agents.update(record.id, {"name": "renamed"})
    assert len(agents.for_worker()[1]) > 0
    await agents.update(record.id, {"enabled": False})
    assert (host.served, agents.for_worker()) == ({}, ([], ()))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.2", port))
        with pytest.raises(AddressInUse):
            await agents.update(record.id, {"enabled": True})


async def test_an_address_that_cannot_be_had_at_a_start_costs_its_agent_only(
    agents: SimulatedAgents, host: Host
) -> None:
    host.is_up = False
    port = free_port("127.0.0.2")
    await agents.create(agent("other"))
    record = await agents.create(agent(listen=f"127.0.0.2:{port}", community="lab"))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.2", port))
        agents.bind_all()
    assert [spec.name for spec in agents.for_worker()[0]] == ["other"]
    failed = await agents.record(record.id)
    assert (failed.state, str(port) in str(failed.error)) == ("failed", True)
    agents.bind_all()
    assert len(agents.for_worker()[0]) == 2
    agents.release_all()


async def test_who_changes_what_somebody_else_has_changed_is_told(agents: SimulatedAgents) -> None:
    record = await agents.create(agent())
    await agents.update(record.id, {"seed": 7}, record.revision)
    with pytest.raises(ChangedMeanwhile):
        await agents.update(record.id, {"seed": 8}, record.revision)
    assert (await agents.record(record.id)).seed == 7


async def test_a_change_that_cannot_be_meant_changes_nothing(agents: SimulatedAgents) -> None:
    record = await agents.create(agent())
    for changes in ({"seed": -1}, {"source": {"kind": "recording", "path": "nowhere"}}, []):
        with pytest.raises(InvalidInput):
            await agents.update(record.id, changes)
    assert await agents.record(record.id) == record


async def test_a_deleted_agent_is_gone(agents: SimulatedAgents, host: Host) -> None:
    record = await agents.create(agent())
    await agents.delete(record.id)
    assert (host.served, host.forgotten) == ({}, [record.id])
    for gone in (agents.delete(record.id), agents.record(record.id), agents.update(record.id, {})):
        with pytest.raises(NoSuchAgent):
            await gone


async def test_a_recording_goes_with_its_file_only(agents: SimulatedAgents, host: Host, tmp_path: Path) -> None:
    host.book.agents["file-1"] = DeviceSummary("router", "router", "router.snmprec", 0, "file-1")
    host.book.agents["default"] = DeviceSummary("public", "demo switch", "built in", 9, "default")
    for agent_id, is_meant in (("file-1", False), ("default", True)):
        with pytest.raises(AgentConflict):
            await agents.delete(agent_id, with_recording=is_meant)
    await agents.delete("file-1", with_recording=True)
    assert not (tmp_path / "router.snmprec").exists()
    assert host.forgotten == [id_of_recording("router.snmprec")]


async def test_a_recording_that_an_agent_was_made_of_stays(agents: SimulatedAgents, tmp_path: Path) -> None:
    await agents.create(agent() | {"source": {"kind": "recording", "path": "router.snmprec"}})
    with pytest.raises(AgentConflict, match="lab"):
        await agents.delete_recording("router.snmprec")
    with pytest.raises(InvalidInput):
        await agents.delete_recording("../router.snmprec")
    (tmp_path / "alias.snmprec").symlink_to(tmp_path / "router.snmprec")
    await agents.delete_recording("alias.snmprec")
    assert (await agents.page(0, 10, "alias")).total == 0
    assert (await agents.page(0, 10, "router")).total == 2


async def test_an_agent_is_made_from_modules_that_the_library_knows(
    database: Database, tmp_path: Path, host: Host
) -> None:
    names = device_names()
    agents = SimulatedAgents(database, tmp_path, host, names)
    source = {"kind": "modules", "modules": ["DEVICE-MIB", "ALARM-MIB"], "rows": 4}
    record = await agents.create(agent() | {"source": source, "seed": 7})
    spec = host.served[record.id][0]
    assert (spec.modules, spec.rows, spec.seed, spec.source) == (source["modules"], 4, 7, "DEVICE-MIB, ALARM-MIB")
    assert (await agents.page(0, 10, "alarm-mib")).total == 1
    for changes, error in (
        ({"modules": ["NO-SUCH-MIB"]}, UnknownModule),
        ({"modules": ["SNMPv2-SMI"]}, UnknownModule),
        ({"modules": []}, InvalidInput),
        ({"rows": 0}, InvalidInput),
    ):
        with pytest.raises(error):
            await agents.update(record.id, {"source": source | changes})
    names.load()
    with pytest.raises(LibraryUnavailable):
        await agents.update(record.id, {"source": source})


async def test_agents_that_are_not_there_are_known(agents: SimulatedAgents) -> None:
    record = await agents.create(agent())
    for agent_id in (record.id, id_of_recording("router.snmprec")):
        await agents.check_known(agent_id)
    with pytest.raises(NoSuchAgent):
        await agents.check_known("nobody")
