"""UdpEndpoint on real loopback sockets: drained in bounded turns, never blocked, losses counted."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from trishul.engine.addresses import Address
from trishul.errors import AddressInUse
from trishul.transport.udp import MAX_DATAGRAMS_A_TURN, Datagrams, UdpEndpoint, bind

pytestmark = pytest.mark.asyncio
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells")


class Inbox:
    """Collects what an endpoint hands over, turn by turn."""

    def __init__(self) -> None:
        self.turns: list[Datagrams] = []
        self.errors: list[tuple[Address, str]] = []
        self._changed = asyncio.Event()

    def take(self, datagrams: Datagrams) -> None:
        self.turns.append(datagrams)
        self._changed.set()

    def take_error(self, address: Address, reason: str) -> None:
        self.errors.append((address, reason))
        self._changed.set()

    @property
    def payloads(self) -> list[bytes]:
        return [data for turn in self.turns for data, _ in turn]

    async def until(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.payloads) + len(self.errors) < count:
                self._changed.clear()
                await self._changed.wait()


@pytest.fixture
def cleanup() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def _closed_address(host: str = "127.0.0.1") -> Address:
    with bind(host, 0) as sock:
        return tuple(sock.getsockname())


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_two_endpoints_talk_over_both_families(host: str, cleanup: ExitStack) -> None:
    here, there = Inbox(), Inbox()
    sender = cleanup.enter_context(UdpEndpoint.open(host, 0, on_datagrams=here.take))
    receiver = cleanup.enter_context(UdpEndpoint.open(host, 0, on_datagrams=there.take))
    sender.send(b"ping", receiver.local_address)
    await there.until(1)
    data, source = there.turns[0][0]
    assert (data, source) == (b"ping", sender.local_address)
    receiver.send_many([(b"pong", source), (b"again", source)])
    await here.until(2)
    assert here.payloads == [b"pong", b"again"]


async def test_one_turn_takes_a_bounded_number_of_datagrams(cleanup: ExitStack) -> None:
    inbox = Inbox()
    endpoint = cleanup.enter_context(UdpEndpoint.open("127.0.0.1", 0, on_datagrams=inbox.take))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(150):
            sender.sendto(number.to_bytes(2, "big"), endpoint.local_address)
    await inbox.until(150)
    assert [len(turn) for turn in inbox.turns] == [MAX_DATAGRAMS_A_TURN, MAX_DATAGRAMS_A_TURN, 22]
    assert inbox.payloads == [number.to_bytes(2, "big") for number in range(150)]


async def test_an_inherited_socket_is_adopted_with_what_already_waits_in_it(cleanup: ExitStack) -> None:
    sock = bind("127.0.0.1", 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"early", sock.getsockname())
    inbox = Inbox()
    endpoint = cleanup.enter_context(UdpEndpoint.adopt(sock, on_datagrams=inbox.take))
    await inbox.until(1)
    assert inbox.payloads == [b"early"]
    assert endpoint.granted_buffer_bytes > 0


async def test_a_taken_port_is_an_error_at_once(cleanup: ExitStack) -> None:
    first = cleanup.enter_context(UdpEndpoint.open("127.0.0.1", 0, on_datagrams=lambda _: None))
    with pytest.raises(AddressInUse):
        UdpEndpoint.open("127.0.0.1", first.local_address[1], on_datagrams=lambda _: None)


@linux_only
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_a_closed_port_is_told_apart_from_silence(host: str, cleanup: ExitStack) -> None:
    inbox = Inbox()
    silent = cleanup.enter_context(bind(host, 0))
    closed = _closed_address(host)
    endpoint = cleanup.enter_context(UdpEndpoint.open(host, 0, on_datagrams=inbox.take, on_error=inbox.take_error))
    endpoint.send(b"silence", silent.getsockname())
    endpoint.send(b"refused", closed)
    await inbox.until(1)
    assert inbox.errors == [(closed, "its port is closed")]


@linux_only
async def test_an_icmp_error_does_not_eat_the_datagram_of_another_peer(cleanup: ExitStack) -> None:
    inbox, there = Inbox(), Inbox()
    receiver = cleanup.enter_context(UdpEndpoint.open("127.0.0.1", 0, on_datagrams=there.take))
    endpoint = cleanup.enter_context(
        UdpEndpoint.open("127.0.0.1", 0, on_datagrams=inbox.take, on_error=inbox.take_error)
    )
    # On loopback the error of the first is pending before the second is sent, and the kernel tells it there.
    endpoint.send_many([(b"refused", _closed_address()), (b"arrives", receiver.local_address)])
    await there.until(1)
    await inbox.until(1)
    assert there.payloads == [b"arrives"]
    assert len(inbox.errors) == 1
    assert endpoint.failed_sends == 0


async def test_a_refusal_of_the_system_is_reported_with_its_peer(cleanup: ExitStack) -> None:
    inbox = Inbox()
    endpoint = cleanup.enter_context(
        UdpEndpoint.open("127.0.0.1", 0, on_datagrams=inbox.take, on_error=inbox.take_error)
    )
    # A socket bound to loopback cannot send to the documentation network (RFC 5737).
    endpoint.send(b"lost", ("192.0.2.1", 161))
    assert [address for address, _ in inbox.errors] == [("192.0.2.1", 161)]
    assert endpoint.failed_sends == 1


async def test_without_a_listener_refused_sends_are_only_counted(cleanup: ExitStack) -> None:
    endpoint = cleanup.enter_context(UdpEndpoint.open("127.0.0.1", 0, on_datagrams=lambda _: None))
    endpoint.send(b"lost", ("192.0.2.1", 161))
    endpoint.send(bytes(70000), ("127.0.0.1", 161))
    assert endpoint.failed_sends == 2


@linux_only
async def test_datagrams_the_kernel_had_no_room_for_are_counted(cleanup: ExitStack) -> None:
    sock = bind("127.0.0.1", 0)
    inbox = Inbox()
    endpoint = cleanup.enter_context(UdpEndpoint.adopt(sock, on_datagrams=inbox.take, receive_buffer_bytes=4096))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for _ in range(400):
            sender.sendto(bytes(4000), endpoint.local_address)
    await inbox.until(1)
    await asyncio.sleep(0)
    dropped = endpoint.kernel_drops()
    assert dropped is not None
    assert dropped > 0
    assert len(inbox.payloads) + dropped <= 400


class FullSocket(socket.socket):
    """A socket whose send buffer is full until `has_room`."""

    has_room = False

    def sendto(self, data: bytes, address: Address) -> int:  # type: ignore[override]  # the one form that is used
        if not self.has_room:
            raise BlockingIOError
        return super().sendto(data, address)


def _full_socket() -> FullSocket:
    sock = FullSocket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    return sock


async def test_a_full_socket_queues_in_order_and_sends_when_it_has_room(cleanup: ExitStack) -> None:
    there = Inbox()
    receiver = cleanup.enter_context(UdpEndpoint.open("127.0.0.1", 0, on_datagrams=there.take))
    sock = _full_socket()
    endpoint = cleanup.enter_context(UdpEndpoint(sock, on_datagrams=lambda _: None))
    endpoint.send(b"first", receiver.local_address)
    sock.has_room = True
    endpoint.send(b"second", receiver.local_address)
    await there.until(2)
    assert there.payloads == [b"first", b"second"]
    assert endpoint.dropped_sends == 0


async def test_a_full_send_queue_drops_and_counts(cleanup: ExitStack) -> None:
    endpoint = cleanup.enter_context(UdpEndpoint(_full_socket(), on_datagrams=lambda _: None, send_queue_size=3))
    endpoint.send_many([(b"x", ("127.0.0.1", 9))] * 5)
    assert endpoint.dropped_sends == 2
    endpoint.close()
    assert endpoint.dropped_sends == 5


async def test_closing_twice_is_fine_and_a_closed_endpoint_only_counts() -> None:
    endpoint = UdpEndpoint.open("127.0.0.1", 0, on_datagrams=lambda _: None)
    endpoint.close()
    endpoint.close()
    endpoint.send(b"x", ("127.0.0.1", 9))
    assert endpoint.is_closed
    assert endpoint.failed_sends + endpoint.dropped_sends == 1
    assert endpoint.kernel_drops() is None
    assert "closed" in repr(endpoint)
