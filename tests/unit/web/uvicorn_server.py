"""A small application behind uvicorn with our two protocols, on a port of its own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import uvicorn

from trishul.web.http_connection import HttpConnection
from trishul.web.open_connections import OpenConnections
from trishul.web.server import bind_http
from trishul.web.socket_protocol import SocketProtocol


class Announced(uvicorn.Server):
    """Says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()


@contextlib.asynccontextmanager
async def served(
    app: Any, open_connections: OpenConnections | None = None
) -> AsyncIterator[tuple[uvicorn.Server, int]]:
    listener = bind_http("127.0.0.1", 0)
    config = uvicorn.Config(
        app,
        http=partial(HttpConnection, open_connections=open_connections or OpenConnections(100)),  # type: ignore[arg-type]
        ws=SocketProtocol,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = Announced(config)
    serving = asyncio.create_task(server._serve([listener]))
    await server.is_up.wait()
    try:
        yield server, listener.getsockname()[1]
    finally:
        server.should_exit = True
        await serving
