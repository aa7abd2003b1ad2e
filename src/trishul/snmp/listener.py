"""A role that listens on one address: the socket's life around `Agent` and `Receiver`.

Owns opening, closing and what the socket knows; the roles own what happens to datagrams.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from typing import Self

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason, Drops
from trishul.errors import TrishulError
from trishul.transport.listening import ListeningEndpoint, bind_transports
from trishul.transport.tcp_server import DEFAULT_TCP_LIMITS, TcpLimits
from trishul.transport.udp import DEFAULT_RECEIVE_BUFFER_BYTES, Datagrams


class Listener:
    """Open it, or enter it as a context; a worker that inherited bound sockets gives them as `sockets`."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        sockets: Sequence[socket.socket] = (),
        transports: Sequence[str] = ("udp",),
        receive_buffer_bytes: int = DEFAULT_RECEIVE_BUFFER_BYTES,
        rate_per_source: float = 0,
        tcp_limits: TcpLimits = DEFAULT_TCP_LIMITS,
    ) -> None:
        """`rate_per_source`: messages a second that are taken from one host, 0 for any number."""
        self._host = host
        self._port = port
        self._sockets = sockets
        self._transports = transports
        self._receive_buffer_bytes = receive_buffer_bytes
        self._tcp_limits = tcp_limits
        self.rate_per_source = rate_per_source
        self._endpoint: ListeningEndpoint | None = None
        self.datagrams = 0
        """Messages that arrived, whatever became of them."""
        self.earlier_connections = 0
        """Over TCP, at addresses that were taken over."""

    def open(self) -> None:
        """Binds and serves from now on; needs a running event loop."""
        self._now = asyncio.get_running_loop().time
        self._endpoint = ListeningEndpoint(
            self._sockets or bind_transports(self._host, self._port, self._transports),
            on_datagrams=self._take_turn,
            on_drop=self._note_drop,
            receive_buffer_bytes=self._receive_buffer_bytes,
            tcp_limits=self._tcp_limits,
            rate_per_source=self.rate_per_source,
        )

    def close(self) -> None:
        """Stops serving and closes the socket."""
        if self._endpoint is not None:
            self._endpoint.close()

    @property
    def address(self) -> Address:
        """Where it listens."""
        return self._open_endpoint.local_address

    @property
    def granted_buffer_bytes(self) -> int:
        """The receive buffer that the system granted."""
        return self._open_endpoint.granted_buffer_bytes

    def kernel_drops(self) -> int | None:
        """Datagrams the kernel had no room for; None where the system does not tell."""
        return self._open_endpoint.kernel_drops()

    @property
    def connections(self) -> int:
        """TCP connections now."""
        return self._open_endpoint.connections

    @property
    def accepted_connections(self) -> int:
        """TCP connections so far."""
        return self.earlier_connections + self._open_endpoint.accepted_connections

    @property
    def is_open(self) -> bool:
        """True once it serves."""
        return self._endpoint is not None

    async def __aenter__(self) -> Self:
        self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    @property
    def _open_endpoint(self) -> ListeningEndpoint:
        if self._endpoint is None:
            raise TrishulError(f"The {type(self).__name__.lower()} is not open")
        return self._endpoint

    @property
    def drops(self) -> Drops:
        """Messages that were not answered or taken, and answers that could not be sent, by reason."""
        raise TypeError(f"{type(self).__name__} does not say what it drops")

    def _take_turn(self, datagrams: Datagrams) -> None:
        self.datagrams += len(datagrams)
        self._serve(datagrams)

    def _note_drop(self, reason: DropReason, address: Address, data: bytes, detail: str) -> None:
        self.datagrams += reason.is_received
        self.drops.note(reason, address, data, self._now(), detail)

    def _serve(self, datagrams: Datagrams) -> None:
        """Takes what one turn of the event loop received."""
        raise TypeError(f"{type(self).__name__} does not say how it serves {len(datagrams)} datagrams")
