"""Connections to peers are made when needed, reused, and their end is told in words."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from tests.unit.transport.streams import EchoServer, message, until
from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.transport.addresses import TcpAddress, bind
from trishul.transport.tcp_client import TcpConnections
from trishul.transport.udp import Datagrams


class Client:
    """Connections, and what they told."""

    def __init__(self, **options: float) -> None:
        self.received: Datagrams = []
        self.errors: list[tuple[Address, str]] = []
        self.lost: list[tuple[Address, str]] = []
        self.drops: list[DropReason] = []
        self.connections = TcpConnections(
            on_datagrams=self.received.extend,
            on_error=lambda address, reason: self.errors.append((address, reason)),
            on_lost=lambda address, reason: self.lost.append((address, reason)),
            on_drop=lambda reason, *_: self.drops.append(reason),
            **options,  # type: ignore[arg-type]  # the limits
        )


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    made = Client()
    yield made
    made.connections.close()


@pytest.fixture
async def echo() -> AsyncIterator[EchoServer]:
    made = EchoServer()
    yield made
    made.server.close()


def closed_address() -> TcpAddress:
    with bind("127.0.0.1", 0, socket.SOCK_STREAM) as sock:
        return TcpAddress(sock.getsockname())


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_one_connection_carries_all_messages_to_a_peer(client: Client, host: str) -> None:
    echo = EchoServer(host=host)
    address = TcpAddress(echo.address)
    for size in range(5):
        client.connections.send(message(size), address)
    await until(lambda: len(client.received) == 5)
    assert client.received == [(message(size), address) for size in range(5)]
    assert echo.server.accepted == len(client.connections) == 1
    echo.server.close()


async def test_a_closed_port_is_told_at_once_in_words(client: Client) -> None:
    address = closed_address()
    client.connections.send(message(), address)
    await until(lambda: bool(client.errors))
    assert client.errors == [(address, "connection refused, its TCP port is closed")]
    assert await client.connections.connect(address) == "connection refused, its TCP port is closed"
    assert len(client.connections) == 0


async def test_an_address_that_cannot_be_reached_is_told_within_send(client: Client) -> None:
    address = TcpAddress(("255.255.255.255", 161))
    client.connections.send(message(), address)
    assert [each for each, _ in client.errors] == [address]
    assert await client.connections.connect(address) is not None


async def test_a_lost_connection_is_told_and_the_next_message_makes_another(client: Client, echo: EchoServer) -> None:
    address = TcpAddress(echo.address)
    assert await client.connections.connect(address) is None
    await until(lambda: echo.server.connections == 1)
    for connection in list(echo.server._connections):
        connection.close("the test wants it")
    await until(lambda: bool(client.lost))
    assert client.lost == [(address, "it closed the connection")]
    client.connections.send(message(), address)
    await until(lambda: len(client.received) == 1)
    assert echo.server.accepted == 2


async def test_what_is_entrusted_to_a_connection_finds_it_open(client: Client, echo: EchoServer) -> None:
    """A peer that closed since is noticed before, not after, a trap is sent."""
    address = TcpAddress(echo.address)
    assert await client.connections.connect(address) is None
    await until(lambda: echo.server.connections == 1)
    for connection in list(echo.server._connections):
        connection.close("the test wants it")
    assert await client.connections.connect(address) is None
    client.connections.send(message(), address)
    assert await client.connections.drain(address) is None
    await until(lambda: echo.received == [message()])


async def test_draining_waits_until_all_is_with_the_system(client: Client, echo: EchoServer) -> None:
    address = TcpAddress(echo.address)
    for _ in range(60):
        client.connections.send(message(60_000), address)
    assert await client.connections.drain(address) is None
    await until(lambda: len(echo.received) == 60)
    assert await client.connections.drain(closed_address()) is not None


async def test_a_peer_that_never_reads_fills_a_bounded_queue(client: Client) -> None:
    with bind("127.0.0.1", 0, socket.SOCK_STREAM) as deaf:
        address = TcpAddress(deaf.getsockname())
        for _ in range(300):
            client.connections.send(message(60_000), address)
            await asyncio.sleep(0)
        assert client.drops[:1] == [DropReason.SEND_FAILED]


async def test_both_ends_may_send_much_at_the_same_time(client: Client, echo: EchoServer) -> None:
    """A server does not read while its answers wait; so a client must, or both would wait for each other."""
    address = TcpAddress(echo.address)
    for _ in range(60):
        client.connections.send(message(60_000), address)
    await until(lambda: len(client.received) == 60)


async def test_unused_connections_make_room_for_others_but_used_ones_do_not() -> None:
    client, servers = Client(max_connections=2), [EchoServer() for _ in range(3)]
    addresses = [TcpAddress(echo.address) for echo in servers]
    for address in addresses[:2]:
        assert await client.connections.connect(address) is None
    assert await client.connections.connect(addresses[2]) == "2 connections are in use already"
    client.connections._connections[addresses[0]].active_at -= 60
    assert await client.connections.connect(addresses[2]) is None
    assert len(client.connections) == 2
    client.connections.close()
    for echo in servers:
        echo.server.close()


async def test_connections_that_nobody_uses_are_closed(echo: EchoServer) -> None:
    client = Client(idle_timeout_s=0.02)
    assert await client.connections.connect(TcpAddress(echo.address)) is None
    await until(lambda: len(client.connections) == 0)
    client.connections.close()
