"""All roles over TCP (RFC 3430): the same answers as over UDP, connections made, kept, lost and made again."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from tests.unit.snmp.conftest import small_device, until
from trishul.engine.drops import DropReason
from trishul.errors import InvalidInput, RequestTimedOut, TargetUnreachable
from trishul.snmp import Agent, Manager, Notifier, Receiver, Target
from trishul.transport.addresses import bind
from trishul.transport.tcp_server import TcpLimits

SYS_NAME = "1.3.6.1.2.1.1.5.0"
COLD_START = "1.3.6.1.6.3.1.1.5.1"
BOTH = ("udp", "tcp")


def tcp_target(address: tuple[object, ...], *, timeout_s: float = 5.0, retries: int = 1) -> Target:
    return Target(str(address[0]), int(str(address[1])), transport="tcp", timeout_s=timeout_s, retries=retries)


@pytest.fixture
async def both() -> AsyncIterator[Agent]:
    async with Agent({"public": small_device()}, transports=BOTH) as running:
        yield running


async def test_a_walk_has_the_same_rows_over_both_transports(both: Agent, manager: Manager) -> None:
    host, port = both.address
    by_udp, by_tcp = [
        [row async for row in manager.walk(Target(host, port, transport=transport), "1.3.6.1.2.1")]
        for transport in ("udp", "tcp")
    ]
    assert by_udp == by_tcp
    assert len(by_tcp) == 103
    assert (both.connections, both.accepted_connections) == (1, 1)


async def test_many_requests_share_one_connection(both: Agent, manager: Manager) -> None:
    answers = await asyncio.gather(*(manager.get(tcp_target(both.address), SYS_NAME) for _ in range(300)))
    assert len(answers) == 300
    assert both.accepted_connections == 1


@pytest.mark.parametrize("host", ["::1", "::ffff:127.0.0.1"])
async def test_ipv6_and_ipv4_in_its_form(manager: Manager, host: str) -> None:
    async with Agent({"public": small_device()}, host=host, transports=BOTH) as agent:
        for transport in ("udp", "tcp"):
            target = Target(host, agent.address[1], transport=transport)
            assert len(await manager.get(target, SYS_NAME)) == 1


async def test_a_closed_port_is_told_at_once(manager: Manager) -> None:
    with bind("127.0.0.1", 0, socket.SOCK_STREAM) as sock:
        target = tcp_target(sock.getsockname(), timeout_s=3600)
    with pytest.raises(TargetUnreachable, match="connection refused"):
        await manager.get(target, SYS_NAME)
    async with Notifier() as notifier:
        with pytest.raises(TargetUnreachable, match="connection refused"):
            await notifier.trap(target, COLD_START)
        with pytest.raises(TargetUnreachable, match="connection refused"):
            await notifier.inform(target, COLD_START)


async def test_an_agent_that_was_started_again_is_asked_over_a_new_connection(both: Agent, manager: Manager) -> None:
    target = tcp_target(both.address)
    await manager.get(target, SYS_NAME)
    both.close()
    async with Agent({"public": small_device()}, port=target.port, transports=BOTH) as second:
        assert len(await manager.get(target, SYS_NAME)) == 1
        assert second.accepted_connections == 1


async def test_a_connection_that_is_lost_again_and_again_ends_in_words(manager: Manager) -> None:
    with bind("127.0.0.1", 0, socket.SOCK_STREAM) as sock:

        def hang_up() -> None:
            sock.accept()[0].close()

        asyncio.get_running_loop().add_reader(sock, hang_up)
        with pytest.raises(TargetUnreachable, match="it closed the connection"):
            await manager.get(tcp_target(sock.getsockname(), retries=3), SYS_NAME)
        asyncio.get_running_loop().remove_reader(sock)


async def test_a_peer_that_says_nothing_is_waited_for_as_long_as_all_tries_would_take(manager: Manager) -> None:
    with bind("127.0.0.1", 0, socket.SOCK_STREAM) as deaf:
        with pytest.raises(RequestTimedOut) as error:
            await manager.get(tcp_target(deaf.getsockname(), timeout_s=0.02, retries=4), SYS_NAME)
        assert error.value.elapsed_s >= 0.1
        assert error.value.retries == 0


async def test_traps_and_informs_arrive_over_tcp() -> None:
    async with Receiver(port=0, transports=BOTH) as receiver, Notifier() as notifier:
        target = tcp_target(receiver.address)
        await notifier.trap(target, COLD_START)
        assert (await notifier.inform(target, COLD_START)).tries == 1
        assert [(await anext(receiver)).kind for _ in range(2)] == [0xA7, 0xA6]
        assert receiver.accepted_connections == 1


async def test_a_trap_sent_just_before_the_end_arrives() -> None:
    async with Receiver(port=0, transports=("tcp",)) as receiver:
        async with Notifier() as notifier:
            await notifier.trap(tcp_target(receiver.address), COLD_START)
        assert (await anext(receiver)).kind == 0xA7


async def test_what_the_transport_drops_is_counted_with_the_rest() -> None:
    limits = TcpLimits(max_message_bytes=1000)
    async with (
        Agent({}, transports=BOTH, tcp_limits=limits) as agent,
        Receiver(port=0, transports=BOTH, tcp_limits=limits) as receiver,
    ):
        for role in (agent, receiver):
            for octets in (b"\x30\x83\x01\x00\x00", b"no SNMP"):
                with socket.create_connection(role.address[:2]) as peer:
                    peer.send(octets)
            await until(lambda: len(role.drops) == 2)  # noqa: B023 -- awaited within the turn
            assert role.drops == {DropReason.TOO_LARGE: 1, DropReason.FRAMING_LOST: 1}


async def test_answers_from_all_addresses_leave_from_the_one_that_was_asked(manager: Manager) -> None:
    async with Agent({"public": small_device()}, host="0.0.0.0") as agent:
        for host in ("127.0.0.2", "127.0.0.3"):
            assert len(await manager.get(Target(host, agent.address[1]), SYS_NAME)) == 1


async def test_informs_are_acknowledged_from_the_address_they_were_sent_to() -> None:
    async with Receiver("0.0.0.0", 0) as receiver, Notifier() as notifier:
        for host in ("127.0.0.2", "127.0.0.3"):
            assert (await notifier.inform(Target(host, receiver.address[1]), COLD_START)).tries == 1


def test_a_target_says_its_transport_and_knows_no_other() -> None:
    assert str(Target("192.0.2.1", transport="tcp")) == "tcp:192.0.2.1:161"
    with pytest.raises(InvalidInput, match="udp or tcp"):
        Target("192.0.2.1", transport="sctp")  # type: ignore[arg-type]  # what a caller may get wrong
