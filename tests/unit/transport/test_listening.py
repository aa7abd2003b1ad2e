"""Both transports on one port, and answers that go back the way their requests came."""

from __future__ import annotations

import socket

import pytest

from tests.unit.transport.streams import message, receive, until
from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.errors import AddressInUse, InvalidInput
from trishul.transport.addresses import bind
from trishul.transport.asked_address import asked_address
from trishul.transport.listening import ListeningEndpoint, bind_transports
from trishul.transport.udp import Datagrams


class Echo:
    """An endpoint that sends everything back."""

    def __init__(self, host: str, *transports: str) -> None:
        self.received: Datagrams = []
        self.endpoint = ListeningEndpoint(
            bind_transports(host, 0, transports), on_datagrams=self._echo, on_drop=lambda *_: None
        )

    def _echo(self, datagrams: Datagrams) -> None:
        self.received += datagrams
        self.endpoint.send_many(datagrams)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "0.0.0.0", "::"])
async def test_answers_go_back_by_the_transport_they_were_asked_by(host: str) -> None:
    echo = Echo(host, "udp", "tcp")
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    port = echo.endpoint.local_address[1]
    family = socket.AF_INET6 if ":" in here else socket.AF_INET
    with socket.create_connection((here, port)) as stream, socket.socket(family, socket.SOCK_DGRAM) as datagrams:
        stream.setblocking(False)
        stream.send(message())
        assert await receive(stream, len(message())) == message()
        datagrams.connect((here, port))
        datagrams.send(b"by udp")
        await until(lambda: len(echo.received) == 2)
        datagrams.settimeout(5)
        assert datagrams.recv(100) == b"by udp"
        bound = echo.endpoint.local_address
        assert [asked_address(source, bound)[:2] for _, source in echo.received] == [(here, port)] * 2
    assert echo.endpoint.accepted_connections == 1
    await until(lambda: echo.endpoint.connections == 0)
    echo.endpoint.close()
    assert echo.endpoint.is_closed


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_what_a_host_sends_above_its_rate_is_dropped_before_anybody_reads_it(transport: str) -> None:
    received: Datagrams = []
    dropped: list[tuple[DropReason, Address, bytes, str]] = []
    endpoint = ListeningEndpoint(
        bind_transports("127.0.0.1", 0, [transport]),
        on_datagrams=received.extend,
        on_drop=lambda *drop: dropped.append(drop),
        rate_per_source=0.001,
    )
    kind = socket.SOCK_STREAM if transport == "tcp" else socket.SOCK_DGRAM
    with socket.socket(socket.AF_INET, kind) as sender:
        sender.connect(endpoint.local_address)
        for _ in range(3):
            sender.send(message())
        await until(lambda: len(dropped) == 2)
        assert [data for data, _ in received] == [message()]
        assert {drop[:3] for drop in dropped} == {(DropReason.RATE_LIMITED, received[0][1], message())}
    endpoint.close()


@pytest.mark.parametrize("transports", [("udp",), ("tcp",), ("udp", "tcp")])
async def test_it_says_what_it_serves(transports: tuple[str, ...]) -> None:
    endpoint = Echo("127.0.0.1", *transports).endpoint
    assert endpoint.transports == transports
    assert (endpoint.granted_buffer_bytes > 0) is ("udp" in transports)
    assert endpoint.kernel_drops() in (0, None)
    endpoint.send_many([])
    endpoint.close()


def test_a_port_that_one_transport_cannot_have_leaves_none_bound() -> None:
    with bind("127.0.0.1", 0, socket.SOCK_STREAM) as other:
        port = other.getsockname()[1]
        with pytest.raises(AddressInUse):
            bind_transports("127.0.0.1", port, ("udp", "tcp"))
        bind("127.0.0.1", port).close()


@pytest.mark.parametrize("transports", [("udp", "sctp"), ()])
def test_an_unknown_transport_is_refused(transports: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput):
        bind_transports("127.0.0.1", 0, transports)
