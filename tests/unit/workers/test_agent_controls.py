"""What is done to an agent stays with it, and the server's commands about it are answered."""

from __future__ import annotations

import asyncio

from trishul.datatypes import Oid, Value
from trishul.engine.faults import Fault, FaultKind
from trishul.simulation.device import Device
from trishul.snmp.agent import Agent
from trishul.workers.agent_commands import (
    ApplyFaults,
    ClockTold,
    FaultsApplied,
    FaultsObserved,
    JournalRead,
    ReadJournal,
    SetClock,
)
from trishul.workers.agent_controls import AgentControls
from trishul.workers.agent_messages import FaultHits, FaultsOfAgent
from trishul.workers.message import Message
from trishul.workers.messages import ConfigureSimulator


class Told:
    """Collects what is said."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[Message] = asyncio.Queue()

    def send(self, message: Message) -> bool:
        self.messages.put_nowait(message)
        return True


async def nothing(_agent_id: str) -> None:
    return None


async def test_commands_about_an_agent_are_answered_and_its_faults_are_told() -> None:
    agent, told = Agent({}), Told()
    device = Device.from_instances({Oid("1.3.6.1.2.1.1.5.0"): Value.octet_string("switch")})
    faults = FaultsOfAgent("router", [Fault(kind=FaultKind.LOSS)])
    command = ConfigureSimulator("", b"public", [], 0, clock_speeds={"router": 3.0})
    controls = AgentControls(agent, told, command, load=nothing, restart_engines=nothing)  # type: ignore[arg-type]
    controls.follow("router", device)
    controls.handle(ApplyFaults(1, faults))
    controls.handle(ReadJournal(2, "router"))
    controls.handle(SetClock(3, "router"))
    assert await told.messages.get() == FaultsApplied(1)
    journal = await told.messages.get()
    assert isinstance(journal, JournalRead)
    assert (journal.requests, journal.began_at > 0) == ([], True)
    clock = await told.messages.get()
    assert isinstance(clock, ClockTold)
    assert clock.reading is not None
    assert clock.reading.speed == 3.0
    controls.report()
    assert await told.messages.get() == FaultsObserved([FaultHits("router", [0])])
    assert (device in agent.faults, device in agent.journals, device.clock is not None) == (True, True, True)
    controls.forget("router")
    controls.close()
