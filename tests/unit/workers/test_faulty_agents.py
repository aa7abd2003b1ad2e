"""Faults stay with their agent, whichever device it has."""

from __future__ import annotations

from trishul.datatypes import Oid, Value
from trishul.engine.faults import Fault, FaultKind
from trishul.simulation.device import Device
from trishul.snmp.agent import Agent
from trishul.workers.agent_messages import FaultHits, FaultsOfAgent
from trishul.workers.faulty_agents import FaultyAgents

LOSS = Fault(kind=FaultKind.LOSS)


def device() -> Device:
    return Device.from_instances({Oid("1.3.6.1.2.1.1.5.0"): Value.octet_string("switch")})


async def test_faults_follow_the_agent_from_device_to_device() -> None:
    agent = Agent({})
    faulty = FaultyAgents(agent, lambda: 5.0)
    faulty.use([FaultsOfAgent("router", [LOSS], 3)])
    assert agent.faults == {}
    first, second, healthy = device(), device(), device()
    faulty.follow("router", first)
    faulty.follow("switch", healthy)
    assert [*agent.faults] == [first]
    faults = agent.faults[first]
    assert (faults.faults, faults.since) == ((LOSS,), 5.0)
    faulty.follow("router", second)
    assert agent.faults == {second: faults}
    faulty.follow("router", None)
    assert agent.faults == {}


async def test_an_agent_without_faults_is_healthy_again_and_hits_are_told_once() -> None:
    agent = Agent({})
    faulty = FaultyAgents(agent, lambda: 0.0)
    served = device()
    faulty.follow("router", served)
    faulty.use([FaultsOfAgent("router", [LOSS])])
    assert faulty.news() == [FaultHits("router", [0])]
    agent.faults[served].hits[0] = 4
    assert faulty.news() == [FaultHits("router", [4])]
    assert faulty.news() == []
    faulty.use([FaultsOfAgent("router", [])])
    assert agent.faults == {}
