"""What uvicorn's own WebSocket protocol does not offer: 1001 at the end, and cutting off who does not answer."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from trishul.web.live_client import ABORT_KEY
from trishul.web.server import bind_http
from trishul.web.socket_protocol import SocketProtocol

App = Any
HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Announced(uvicorn.Server):
    """Says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()


@contextlib.asynccontextmanager
async def served(app: App) -> AsyncIterator[tuple[uvicorn.Server, int]]:
    listener = bind_http("127.0.0.1", 0)
    config = uvicorn.Config(app, ws=SocketProtocol, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    server = Announced(config)
    serving = asyncio.create_task(server._serve([listener]))
    await server.is_up.wait()
    try:
        yield server, listener.getsockname()[1]
    finally:
        server.should_exit = True
        await serving


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
