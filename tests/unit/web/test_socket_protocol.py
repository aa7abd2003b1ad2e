"""What uvicorn's own WebSocket protocol does not offer: 1001 at the end, and cutting off who does not answer."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.unit.web.uvicorn_server import served
from trishul.web.live_client import ABORT_KEY
from trishul.web.problems import problem

HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


async def accept_and_wait(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        pass


async def test_a_stopping_server_says_going_away() -> None:
    async with served(accept_and_wait) as (server, port), connect(f"ws://127.0.0.1:{port}/") as connection:
        server.should_exit = True
        with contextlib.suppress(ConnectionClosed):
            await connection.recv()
        assert connection.close_code == 1001


async def test_the_application_can_abort_the_connection() -> None:
    async def abort(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        scope["extensions"][ABORT_KEY]["abort"]()

    async with served(abort) as (_, port), connect(f"ws://127.0.0.1:{port}/") as connection:
        with contextlib.suppress(ConnectionClosed):
            await connection.recv()
        assert connection.close_code == 1006


async def test_a_peer_that_does_not_answer_the_close_is_cut_off() -> None:
    async def close(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": 4001, "reason": ""})

    async with served(close) as (_, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HANDSHAKE)
        async with asyncio.timeout(5):
            with contextlib.suppress(ConnectionResetError):
                while await reader.read(4096):
                    pass
        writer.close()


async def refuse_by_closing(_scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 1008})


async def refuse_by_a_reply(scope: Any, receive: Any, send: Any) -> None:
    await problem("origin_not_allowed", "This request was made by a page of another origin.")(scope, receive, send)


@pytest.mark.parametrize(
    ("app", "handshake", "status"),
    [
        (refuse_by_closing, HANDSHAKE, b"403"),
        (refuse_by_a_reply, HANDSHAKE, b"403"),
        (accept_and_wait, HANDSHAKE.replace(b"Version: 13", b"Version: 7"), b"400"),
        (accept_and_wait, HANDSHAKE.replace(b"GET / ", b"GET /" + b"a" * 9000 + b" "), b"400"),
        (accept_and_wait, HANDSHAKE.replace(b"Upgrade: w", b"Content-Length: 1\r\nUpgrade: w"), b"400"),
        (accept_and_wait, HANDSHAKE.replace(b"Upgrade: w", b"X: y\r\n" * 300 + b"Upgrade: w"), b"400"),
        (accept_and_wait, HANDSHAKE.replace(b"dGhlIHNhbXBsZSBub25jZQ==", b"short"), b"400"),
    ],
    ids=["closed", "answered", "another version", "long", "with a body", "headers", "a wrong key"],
)
async def test_a_refused_handshake_has_the_headers_of_every_answer(app: Any, handshake: bytes, status: bytes) -> None:
    async with served(app) as (_, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(handshake)
        async with asyncio.timeout(10):
            answer = (await reader.read()).lower()
        writer.close()
    assert answer.startswith(b"http/1.1 " + status)
    for header in (b"content-security-policy: default-src 'none'", b"x-content-type-options: nosniff", b"no-store"):
        assert answer.count(header) == 1


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (b"\x81\x82\0\0\0\0\xff\xfe", 1007),
        (b"\x01\x80\0\0\0\0" + b"\x00\x80\0\0\0\0" * 100, 1009),
        (b"\x81\xff" + (1 << 40).to_bytes(8) + b"\0\0\0\0", 1009),
        (b"\x81\x02hi", 1002),
        (b"\xc1\x82\0\0\0\0hi", 1002),
    ],
    ids=["no UTF-8", "many empty parts", "a terabyte", "without a mask", "compressed"],
)
async def test_frames_that_cannot_be_meant_end_their_connection_without_a_trace(
    caplog: pytest.LogCaptureFixture, frames: bytes, code: int
) -> None:
    async with served(accept_and_wait) as (_, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HANDSHAKE)
        async with asyncio.timeout(10):
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
            writer.write(frames)
            answer = await reader.read()
        writer.close()
    assert answer[:1] == b"\x88"
    assert int.from_bytes(answer[2:4]) == code
    assert "Traceback" not in caplog.text
