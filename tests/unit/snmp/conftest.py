"""What the tests of the asyncio API talk to: a small device behind an agent, and peers that follow a script."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from trishul.datatypes import Oid, Value
from trishul.engine.addresses import Address
from trishul.simulation.device import Device
from trishul.snmp import Agent, Manager, Target
from trishul.transport.udp import Datagrams, UdpEndpoint, bind

Script = Callable[[bytes], list[bytes]]


def small_device(rows: int = 100) -> Device:
    """A system group and a table of one column."""
    instances = {
        Oid("1.3.6.1.2.1.1.1.0"): Value.octet_string("a small switch"),
        Oid("1.3.6.1.2.1.1.3.0"): Value.time_ticks(4200),
        Oid("1.3.6.1.2.1.1.5.0"): Value.octet_string("switch"),
    }
    column = Oid("1.3.6.1.2.1.2.2.1.2")
    instances |= {column.child(row): Value.octet_string(f"port {row}") for row in range(1, rows + 1)}
    return Device.from_instances(instances)


@pytest.fixture
async def agent() -> AsyncIterator[Agent]:
    async with Agent({"public": small_device()}) as running:
        yield running


@pytest.fixture
async def target(agent: Agent) -> Target:
    host, port = agent.address
    return Target(host, port, timeout_s=2.0)


@pytest.fixture
async def manager() -> AsyncIterator[Manager]:
    async with Manager() as opened:
        yield opened


class ScriptedPeer:
    """Answers each datagram with what its script gives; without one it is silent."""

    def __init__(self, script: Script | None = None) -> None:
        self.script = script
        self.received: list[bytes] = []
        self.endpoint = UdpEndpoint.open("127.0.0.1", 0, on_datagrams=self._answer)

    def target(self, *, timeout_s: float = 0.05, retries: int = 0) -> Target:
        host, port = self.endpoint.local_address
        return Target(host, port, timeout_s=timeout_s, retries=retries)

    def _answer(self, datagrams: Datagrams) -> None:
        for data, source in datagrams:
            self.received.append(data)
            for reply in self.script(data) if self.script else []:
                self.endpoint.send(reply, source)


@pytest.fixture
async def scripted() -> AsyncIterator[Callable[[Script | None], ScriptedPeer]]:
    peers: list[ScriptedPeer] = []

    def make(script: Script | None = None) -> ScriptedPeer:
        peers.append(ScriptedPeer(script))
        return peers[-1]

    yield make
    for peer in peers:
        peer.endpoint.close()


@pytest.fixture
def closed_address() -> Address:
    """An address at which nobody listens."""
    with bind("127.0.0.1", 0) as sock:
        address: Address = sock.getsockname()
        return address


async def until(condition: Callable[[], bool]) -> None:
    """Gives other tasks their turn until something is so; a machine that is slow only takes longer."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 -- what is waited for are sockets, which tell no event
            await asyncio.sleep(0)
