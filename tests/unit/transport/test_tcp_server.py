"""A TCP server lets everybody in and bounds what each and all can cost."""

from __future__ import annotations

import asyncio
import errno
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from dataclasses import replace

import pytest

from tests.unit.transport.streams import EchoServer, is_closed_by_peer, message, receive, until
from trishul.engine.drops import DropReason
from trishul.transport.tcp_server import TcpLimits
from trishul.transport.turns import TURN_S
from trishul.transport.udp import Datagrams

MakeServer = Callable[..., EchoServer]


@pytest.fixture
async def serve() -> AsyncIterator[MakeServer]:
    with ExitStack() as stack:

        def make(limits: TcpLimits | None = None, **options: object) -> EchoServer:
            echo = EchoServer(limits, **options)  # type: ignore[arg-type]  # the echo's own options
            stack.callback(echo.server.close)
            return echo

        yield make


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_several_messages_in_one_segment_are_answered_in_order(serve: MakeServer, host: str) -> None:
    echo = serve(host=host)
    stream = b"".join(message(size) for size in range(40))
    with echo.connect() as peer:
        await asyncio.get_running_loop().sock_sendall(peer, stream)
        assert await receive(peer, len(stream)) == stream
    assert echo.server.accepted == 1


async def test_one_message_in_many_segments_is_one_message(serve: MakeServer) -> None:
    echo = serve()
    with echo.connect() as peer:
        for octet in message(60):
            peer.send(bytes((octet,)))
            await asyncio.sleep(0)
        assert await receive(peer, len(message(60))) == message(60)
    assert echo.received == [message(60)]


async def test_a_peer_that_sends_no_more_still_gets_its_answers(serve: MakeServer) -> None:
    echo = serve()
    with echo.connect() as peer:
        peer.send(message() * 50)
        peer.shutdown(socket.SHUT_WR)
        assert await receive(peer, 1 << 20) == message() * 50
    await until(lambda: echo.server.connections == 0)
    assert echo.drops == []


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", DropReason.FRAMING_LOST),
        (b"\x30\x84\x7f\xff\xff\xff\x02\x01", DropReason.TOO_LARGE),
    ],
)
async def test_what_is_no_message_ends_the_connection_by_name(
    serve: MakeServer, octets: bytes, reason: DropReason
) -> None:
    echo = serve()
    with echo.connect() as peer:
        peer.send(message() + octets)
        assert await receive(peer, 1 << 20) == message()
    assert echo.reasons == [reason]
    assert echo.server.connections == 0


async def test_a_message_that_breaks_off_is_counted(serve: MakeServer) -> None:
    echo = serve()
    with echo.connect() as peer:
        peer.send(message(100)[:50])
    await until(lambda: bool(echo.drops))
    assert echo.reasons == [DropReason.INCOMPLETE_MESSAGE]


async def test_who_brings_no_whole_message_in_time_is_closed(serve: MakeServer) -> None:
    echo = serve(TcpLimits(idle_timeout_s=0.05))
    with echo.connect() as silent, echo.connect() as slow:
        slow.send(message()[:2])
        assert await is_closed_by_peer(silent)
        assert await is_closed_by_peer(slow)
    assert echo.reasons == [DropReason.INCOMPLETE_MESSAGE]


async def test_one_connection_too_many_costs_the_most_silent_one(serve: MakeServer) -> None:
    echo = serve(TcpLimits(max_connections=3))
    with ExitStack() as stack:
        peers = [stack.enter_context(echo.connect()) for _ in range(3)]
        await until(lambda: echo.server.connections == 3)
        for busy in (peers[0], peers[2]):
            busy.send(message())
            assert await receive(busy, len(message())) == message()
        late = stack.enter_context(echo.connect())
        late.send(message())
        assert await receive(late, len(message())) == message()
        assert await is_closed_by_peer(peers[1])
        assert echo.reasons == [DropReason.TOO_MANY_CONNECTIONS]
        peers[0].send(message())
        assert await receive(peers[0], len(message())) == message()


async def test_who_does_not_read_is_not_read_from_and_costs_a_bounded_queue(serve: MakeServer) -> None:
    """Its requests wait in the kernel; other connections are answered meanwhile."""
    limits = TcpLimits(idle_timeout_s=3600, max_queued_bytes=200_000)
    echo = serve(limits, copies=20)
    with echo.connect() as deaf, echo.connect() as other:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        request = message(60_000)
        loop = asyncio.get_running_loop()
        sending = asyncio.create_task(loop.sock_sendall(deaf, request * 400))
        await until(lambda: echo.server.queued_bytes > 0)
        for _ in range(5):
            other.send(message())
            assert len(await receive(other, 20 * len(message()))) == 20 * len(message())
        assert echo.server.queued_bytes <= limits.max_queued_bytes
        assert not sending.done()
        assert len(echo.received) < 200
        assert set(echo.reasons) <= {DropReason.SEND_FAILED}
        sending.cancel()


async def test_all_connections_together_keep_a_bounded_queue(serve: MakeServer) -> None:
    """Beyond the bound only the message that each connection has begun is finished."""
    echo = serve(TcpLimits(max_queued_bytes_together=100_000), copies=20)
    with ExitStack() as stack:
        for _ in range(10):
            deaf = stack.enter_context(echo.connect())
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            with pytest.raises(BlockingIOError):  # noqa: PT012 -- until the kernel takes no more
                while True:
                    deaf.send(message(60_000))
                    await asyncio.sleep(0)
        assert echo.server.queued_bytes <= 100_000 + 10 * 60_010
    await until(lambda: echo.server.connections == 0)
    assert echo.server.queued_bytes == 0


async def test_who_connects_without_end_finds_room_and_leaves_nothing(serve: MakeServer) -> None:
    echo = serve(TcpLimits(max_connections=50))
    for _ in range(1000):
        echo.connect().close()
        await asyncio.sleep(0)
    await until(lambda: echo.server.accepted == 1000 and echo.server.connections == 0)


async def test_without_descriptors_the_most_silent_goes_and_the_loop_has_rest(
    serve: MakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    echo = serve()
    with echo.connect() as first:
        await until(lambda: echo.server.connections == 1)
        real, calls = echo.server._sock, 0

        class Exhausted:
            def accept(self) -> object:
                nonlocal calls
                calls += 1
                raise OSError(errno.EMFILE, "too many open files")

            def fileno(self) -> int:
                return real.fileno()

        monkeypatch.setattr(echo.server, "_sock", Exhausted())
        with echo.connect() as waiting:
            assert await is_closed_by_peer(first)
            await asyncio.sleep(0.05)
            assert calls == 1
            monkeypatch.setattr(echo.server, "_sock", real)
            waiting.send(message())
            assert await receive(waiting, len(message())) == message()
    assert echo.reasons == [DropReason.TOO_MANY_CONNECTIONS]


async def test_closing_ends_the_connections(serve: MakeServer) -> None:
    echo = serve()
    with echo.connect() as peer:
        await until(lambda: echo.server.connections == 1)
        echo.server.close()
        assert await is_closed_by_peer(peer)
    assert echo.server.is_closed


async def test_many_who_ask_for_much_leave_the_loop_its_rounds(serve: MakeServer) -> None:
    """Requests that take milliseconds, on many connections at once: others are served between them."""
    echo = serve()
    answer = echo.server._rules.on_messages

    def answer_slowly(messages: Datagrams) -> None:
        time.sleep(TURN_S)
        answer(messages)

    echo.server._rules = replace(echo.server._rules, on_messages=answer_slowly)
    with ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(echo.connect()).send(message() * 8)
        rounds = 0
        while len(echo.received) < 320:
            await asyncio.sleep(0)
            rounds += 1
        assert rounds >= 40
