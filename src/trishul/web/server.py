"""The HTTP server around the application: its socket, its limits, its orderly end.

Owns binding (before anything else starts, so that a port in use costs nothing but one line), uvicorn's settings and the
order of stopping: sockets are told 1001 while the event loop still serves them. Does not own signals' meaning beyond
uvicorn's.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial

import structlog
import uvicorn
from starlette.types import ASGIApp
from uvicorn.server import HANDLED_SIGNALS

from trishul.errors import AddressInUse, AddressNotAvailable, PermissionRefused
from trishul.services.background import end_background, run_in_background
from trishul.services.configuration import Configuration
from trishul.services.workbench import Workbench
from trishul.web.app import create_app
from trishul.web.http_connection import HttpConnection
from trishul.web.live import Live
from trishul.web.open_connections import OpenConnections, bound_of_process
from trishul.web.socket_protocol import SocketProtocol
from trishul.web.static_files import load_site
from trishul.web.tls import TlsFiles

LARGEST_MESSAGE_BYTES = 4096  # a client sends `ping` and nothing else
SEND_BUFFER_BYTES = 256 << 10  # bounds what the kernel keeps for a client that does not read
GRACE_S = 1
PING_INTERVAL_S = 20.0
BACKLOG = 512

_log = structlog.get_logger(__name__)


def bind_http(host: str, port: int) -> socket.socket:
    """A listening socket; AddressInUse, AddressNotAvailable or PermissionRefused name what is wrong."""
    shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (socket.gaierror, UnicodeError):
        raise AddressNotAvailable(shown) from None
    # The protocol must be named: only then does asyncio set TCP_NODELAY, without which each small reply waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)  # inherited by each connection
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise AddressInUse(shown) from None
        if error.errno in (errno.EACCES, errno.EPERM):
            raise PermissionRefused(shown) from None
        raise AddressNotAvailable(shown) from error
    listener.setblocking(False)
    return listener


class _Server(uvicorn.Server):
    """Closes the live sockets before uvicorn closes everything."""

    def __init__(
        self, config: uvicorn.Config, live: Live, on_ready: Callable[[], None], on_stopping: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._live = live
        self._on_ready = on_ready
        self._on_stopping = on_stopping

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn's, but the signal is not raised again at the end: there is still a store to close."""
        loop = asyncio.get_running_loop()
        for number in HANDLED_SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in HANDLED_SIGNALS:
                loop.remove_signal_handler(number)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._on_stopping()
        began_at, sockets_open = time.monotonic(), len(self._live)
        for server in self.servers:
            server.close()
        await self._live.close()
        await super().shutdown(sockets)
        _log.info(
            "the server stops: sockets are closed, requests are answered",
            sockets=sockets_open,
            sockets_cut_off=len(self._live),
            seconds=round(time.monotonic() - began_at, 1),
        )


def find_tls_files(configuration: Configuration) -> TlsFiles | None:
    """The certificate files that are configured, opened and found to be good. Raises InvalidInput."""
    if configuration.tls_certificate is None:
        return None
    files = TlsFiles(configuration.tls_certificate, configuration.tls_key)
    files.open()
    return files


async def serve(
    workbench: Workbench,
    listener: socket.socket,
    tls: TlsFiles | None,
    on_ready: Callable[[], None],
    on_stopping: Callable[[], None],
) -> None:
    """Serve until SIGINT or SIGTERM; with certificate files by TLS, without them in clear."""
    site = await asyncio.to_thread(load_site)
    live = Live(workbench)
    open_connections = OpenConnections(bound_of_process())
    app: ASGIApp = create_app(workbench, live, site, open_connections)
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http=partial(HttpConnection, open_connections=open_connections),  # type: ignore[arg-type]  # it is called only
        ws=SocketProtocol,
        ws_max_size=LARGEST_MESSAGE_BYTES,
        ws_ping_interval=PING_INTERVAL_S,
        ws_ping_timeout=PING_INTERVAL_S,
        ws_per_message_deflate=False,  # small frames, many clients: compressing each costs more than it saves
        lifespan="on",
        log_config=None,
        access_log=False,  # it would print the query of /api/ws, which holds the token
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE_S,
        backlog=BACKLOG,
        ssl_context_factory=None if tls is None else lambda _config, _default: tls.context,
    )
    keeper = None if tls is None else run_in_background(tls.keep_fresh(), "TLS certificate")
    try:
        await _Server(config, live, on_ready, on_stopping).serve(sockets=[listener])
    finally:
        await end_background(keeper)
