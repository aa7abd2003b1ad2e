"""Agent: one socket, one device for each community, counters that tell what was not answered."""

from __future__ import annotations

import asyncio

import pytest

from tests.unit.snmp.conftest import small_device
from trishul.engine.drops import DropReason
from trishul.errors import AddressInUse, RequestTimedOut, TrishulError
from trishul.protocol.pdu import PduKind
from trishul.snmp import Agent, Manager, Target
from trishul.transport.udp import bind

SYS_NAME = "1.3.6.1.2.1.1.5.0"


def _target(agent: Agent, community: str = "public") -> Target:
    host, port = agent.address
    return Target(host, port, community=community, timeout_s=0.05, retries=0)


async def test_each_community_has_its_device_and_devices_may_change(manager: Manager) -> None:
    async with Agent({"one": small_device(), "two": small_device()}) as agent:
        await manager.get(_target(agent, "one"), SYS_NAME)
        await manager.get(_target(agent, "two"), SYS_NAME)
        agent.devices[b"three"] = small_device()
        await manager.get(_target(agent, "three"), SYS_NAME)
        assert agent.requests == 3


async def test_an_unknown_community_gets_silence_and_is_counted(manager: Manager, agent: Agent) -> None:
    """RFC 3584 §5.2.1 keeps silent: an answer would confirm guesses."""
    with pytest.raises(RequestTimedOut):
        await manager.get(_target(agent, "guess"), SYS_NAME)
    assert agent.drops == {DropReason.UNKNOWN_COMMUNITY: 1}
    assert agent.requests == 0


async def test_activity_is_grouped_until_it_is_read(manager: Manager, agent: Agent) -> None:
    for _ in range(5):
        await manager.get(_target(agent), SYS_NAME)
    (served,) = agent.activity()
    assert (served.kind, served.requests) == (PduKind.GET, 5)
    assert agent.activity() == []


async def test_a_taken_port_is_an_error_at_once(agent: Agent) -> None:
    with pytest.raises(AddressInUse):
        async with Agent({"public": small_device()}, port=agent.address[1]):
            pass


async def test_an_inherited_socket_is_served_with_what_already_waits_in_it(manager: Manager) -> None:
    sock = bind("127.0.0.1", 0)
    target = Target("127.0.0.1", sock.getsockname()[1], timeout_s=5)
    waiting = asyncio.create_task(manager.get(target, SYS_NAME))
    await asyncio.sleep(0)
    async with Agent({"public": small_device()}, sockets=[sock]) as agent:
        assert len(await waiting) == 1
        assert agent.address == sock.getsockname()
        assert agent.granted_buffer_bytes > 0
        assert agent.kernel_drops() in (0, None)


async def test_answers_that_could_not_be_sent_are_counted(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = agent._endpoint
    assert endpoint is not None
    endpoint.send_many([(b"x", ("192.0.2.1", 161))])
    assert agent.drops == {DropReason.SEND_FAILED: 1}


async def test_before_it_is_open_it_has_no_address() -> None:
    agent = Agent({})
    agent.close()
    with pytest.raises(TrishulError, match="not open"):
        _ = agent.address
