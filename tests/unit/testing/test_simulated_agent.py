"""What a test says to its agent, and what the agent tells; asked by the manager of the same tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from trishul.errors import InvalidInput, RequestTimedOut
from trishul.snmp import AuthProtocol, KeyMaterial, Target, UserCredentials, Value
from trishul.testing import BlockingManager, Fault, FaultKind
from trishul.testing.background import Background
from trishul.testing.blocking_manager import blocking_manager
from trishul.testing.simulated_agent import DeviceSource, simulate_agent

SYS_NAME, IN_OCTETS = "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.2.2.1.10.1"


@pytest.fixture
def manager(behind: Background) -> Iterator[BlockingManager]:
    with blocking_manager(behind) as opened:
        yield opened


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "switch.snmprec"
    path.write_text(f"{SYS_NAME}|4|core\n")
    return path


def test_values_are_answered_changed_and_taken_away(behind: Background, manager: BlockingManager) -> None:
    values = {SYS_NAME: "core", IN_OCTETS: Value.counter32(7)}
    with simulate_agent(behind, values) as agent:
        assert [row.value.native for row in manager.walk(agent, "1.3.6.1.2.1")] == [b"core", 7]
        agent.change({SYS_NAME: "edge", IN_OCTETS: None})
        (name, octets) = manager.get(agent, SYS_NAME, IN_OCTETS)
        assert (name.value.native, octets.is_exception) == (b"edge", True)
        manager.set(agent, (SYS_NAME, "set"))
        assert (agent.find_value(SYS_NAME), agent.find_value(IN_OCTETS)) == (Value.octet_string("set"), None)


def test_requests_are_told_until_they_are_forgotten(behind: Background, manager: BlockingManager) -> None:
    with simulate_agent(behind, {SYS_NAME: "core"}) as agent:
        manager.getnext(agent, "1.3.6.1.2.1")
        manager.getbulk(agent, "1.3.6.1.2.1", max_repetitions=2)
        told = [(request.pdu, request.names, request.max_repetitions) for request in agent.requests]
        assert told == [("GetNextRequest", ["1.3.6.1.2.1"], None), ("GetBulkRequest", ["1.3.6.1.2.1"], 2)]
        agent.forget_requests()
        assert agent.requests == []


def test_faults_hold_until_they_are_taken_back(behind: Background, manager: BlockingManager) -> None:
    with simulate_agent(behind, {SYS_NAME: "core"}) as agent:
        agent.misbehave(Fault(kind=FaultKind.SILENCE))
        with pytest.raises(RequestTimedOut):
            manager.get(Target(agent.host, agent.port, timeout_s=0.05, retries=0), SYS_NAME)
        agent.misbehave()
        assert len(manager.get(agent, SYS_NAME)) == 1
        with pytest.raises(InvalidInput):
            agent.misbehave(Fault(kind=FaultKind.SILENCE, sources=("nowhere",)))


def test_a_recording_and_the_demo_switch_are_devices_too(
    behind: Background, manager: BlockingManager, recording: Path
) -> None:
    sources: list[tuple[DeviceSource, bytes]] = [
        (recording, b"core"),
        (str(recording), b"core"),
        (None, b"demo-switch.example.net"),
    ]
    for source, name in sources:
        with simulate_agent(behind, source) as agent:
            assert [row.value.native for row in manager.get(agent, SYS_NAME)] == [name]


def test_users_are_answered_by_snmpv3(behind: Background, manager: BlockingManager) -> None:
    user = UserCredentials("bert", AuthProtocol.SHA256, KeyMaterial.password("maplesyrup"))
    with simulate_agent(behind, {SYS_NAME: "core"}, users=[user]) as agent:
        target = Target(agent.host, agent.port, version="3", user=user)
        assert manager.get(target, SYS_NAME)[0].value.native == b"core"


def test_another_community_is_a_counted_drop(behind: Background, manager: BlockingManager) -> None:
    with simulate_agent(behind, community="ours") as agent:
        with pytest.raises(RequestTimedOut):
            manager.get(Target(agent.host, agent.port, timeout_s=0.05, retries=0), SYS_NAME)
        assert agent.drops == {"unknown_community": 1}


def test_modules_need_a_library(behind: Background) -> None:
    with pytest.raises(InvalidInput, match="name its data directory"), simulate_agent(behind, modules=["IF-MIB"]):
        raise AssertionError
