"""Thousands of targets from one process, hundreds of managers at one agent: nobody is delayed by somebody else."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, Literal

import pytest

from tests.interop.conftest import STATELESS
from trishul.datatypes import Oid
from trishul.engine.drops import DropReason
from trishul.engine.manager import encode_names
from trishul.engine.outstanding import encode_request
from trishul.engine.peers import encode_head
from trishul.errors import RequestTimedOut, TargetUnreachable
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind
from trishul.simulation.demo_switch import demo_switch
from trishul.snmp import Agent, Manager, Target
from trishul.transport.addresses import bind

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp

SYS_NAME = "1.3.6.1.2.1.1.5.0"
INTERFACES = "1.3.6.1.2.1.2.2.1.2"
TARGETS = 2000
MANAGERS = 200
TOOLS = 8
"""Of the managers, how many are processes of net-snmp's at a time: more only measure how processes are started."""
PATIENCE_S = 30.0
LEFT_EARLY = {DropReason.INCOMPLETE_MESSAGE, DropReason.SEND_FAILED}
"""A walk that has its rows hangs up over TCP while it is still asked and answered what lies beyond them."""


@pytest.fixture
async def agent() -> AsyncIterator[Agent]:
    """On all addresses of this host, of which 127.0.0.0/8 alone has millions."""
    async with Agent({"public": demo_switch()}, host="0.0.0.0", transports=("udp", "tcp")) as running:
        yield running


async def test_two_thousand_targets_are_polled_at_once_and_dead_ones_delay_nobody(agent: Agent) -> None:
    port = agent.address[1]
    hosts = [f"127.1.{number // 250}.{number % 250 + 1}" for number in range(TARGETS)]
    with bind("127.0.0.1", 0) as black_hole, bind("127.0.0.1", 0) as closed:
        dead = Target("127.0.0.1", black_hole.getsockname()[1], timeout_s=PATIENCE_S, retries=0)
        shut = Target("127.0.0.1", closed.getsockname()[1], timeout_s=PATIENCE_S, retries=0)
        closed.close()
        async with Manager() as manager:
            silent = asyncio.create_task(manager.get(dead, SYS_NAME))
            refused = asyncio.create_task(manager.get(shut, SYS_NAME))
            targets = [Target(host, port, timeout_s=PATIENCE_S, retries=0) for host in hosts]
            answers = await asyncio.gather(*(manager.get(target, SYS_NAME) for target in targets))
            assert len(answers) == TARGETS
            assert not silent.done()
            with pytest.raises(TargetUnreachable, match="port is closed"):
                await refused
            silent.cancel()
            with suppress(asyncio.CancelledError, RequestTimedOut):
                await silent
            assert len(manager._exchange._endpoints) == 1
    assert agent.requests == TARGETS


async def test_two_hundred_managers_walk_one_agent_and_nobody_is_starved(agent: Agent, netsnmp: NetSnmp) -> None:
    """Each gets all its rows without a single retry, over both transports, real tools among them."""
    port = agent.address[1]

    async def walk(number: int) -> int:
        transport: Literal["udp", "tcp"] = "tcp" if number % 4 == 0 else "udp"
        target = Target(f"127.2.0.{number + 1}", port, transport=transport, timeout_s=PATIENCE_S, retries=0)
        async with Manager() as manager:
            return len([row async for row in manager.walk(target, INTERFACES, max_repetitions=2)])

    async def tool(number: int) -> int:
        over = ("udp", "tcp")[number % 2]
        arguments = ("-v2c", "-cpublic", "-r0", f"-t{PATIENCE_S:.0f}", f"{over}:127.3.0.1:{port}", INTERFACES)
        return len(await asyncio.to_thread(netsnmp.lines, "snmpbulkwalk", *STATELESS, *arguments))

    rows = await asyncio.gather(
        *(walk(number) for number in range(MANAGERS - TOOLS)), *(tool(number) for number in range(TOOLS))
    )
    assert len(set(rows)) == 1
    assert rows[0] > 0
    assert not agent.drops.keys() - LEFT_EARLY


async def test_abuse_over_tcp_does_not_reach_those_who_ask_over_udp(agent: Agent) -> None:
    """Connections without end, octet by octet, deaf, and with lengths beyond any memory."""
    address = ("127.0.0.1", agent.address[1])
    async with AsyncExitStack() as stack, Manager() as manager:
        peers = [stack.enter_context(socket.create_connection(address)) for _ in range(40)]
        for peer in peers:
            peer.setblocking(False)
        for deaf in peers[30:]:
            _ask_without_reading(deaf)
        abuse = asyncio.gather(_come_and_go(address), _announce_too_much(address), *map(_trickle, peers[:30]))
        target = Target(*address, timeout_s=PATIENCE_S, retries=0)
        answered = 0
        while not abuse.done():
            answered += len(await manager.get(target, SYS_NAME))
        await abuse
        server = agent._open_endpoint._tcp
        assert server is not None
        assert answered > 50
        assert server.queued_bytes <= server._limits.max_queued_bytes_together
        assert server.connections <= server._limits.max_connections
        assert agent.drops[DropReason.TOO_LARGE] == 100


async def _come_and_go(address: tuple[str, int]) -> None:
    loop = asyncio.get_running_loop()
    for _ in range(1000):
        with socket.socket() as peer, suppress(OSError):
            peer.setblocking(False)
            await loop.sock_connect(peer, address)
        await asyncio.sleep(0)


async def _announce_too_much(address: tuple[str, int]) -> None:
    for _ in range(100):
        with socket.create_connection(address) as peer:
            peer.send(b"\x30\x84\xff\xff\xff\xf0\x02\x01\x01" + bytes(1000))
        await asyncio.sleep(0)


async def _trickle(peer: socket.socket) -> None:
    for octet in b"\x30\x82\x80\x00\x02\x01\x01\x04\x06public" + bytes(200):
        with suppress(OSError):
            peer.send(bytes((octet,)))
        await asyncio.sleep(0)


def _ask_without_reading(peer: socket.socket) -> None:
    """Some of the largest answers there are."""
    names = encode_names([Oid("1.3.6.1").contents])
    head = encode_head(Version.V2C, b"public")
    with suppress(BlockingIOError):
        peer.send(encode_request(head, PduKind.GET_BULK, 2**24, 0, 10_000, names) * 20)
