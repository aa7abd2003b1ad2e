"""A role that listens on one address: the socket's life around `Agent` and `Receiver`.

Owns opening, closing and what the socket knows; the roles own what happens to datagrams.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Self

from trishul.engine.addresses import Address
from trishul.engine.drops import DropCounts, DropReason
from trishul.errors import TrishulError
from trishul.transport.udp import Datagrams, UdpEndpoint


class Listener:
    """Open it, or enter it as a context; a worker that inherited a bound socket gives it as `sock`."""

    def __init__(self, host: str, port: int, sock: socket.socket | None, receive_buffer_bytes: int) -> None:
        self._host = host
        self._port = port
        self._sock = sock
        self._receive_buffer_bytes = receive_buffer_bytes
        self._endpoint: UdpEndpoint | None = None

    def open(self) -> None:
        """Binds and serves from now on; needs a running event loop."""
        self._now = asyncio.get_running_loop().time
        size = self._receive_buffer_bytes
        if self._sock is not None:
            self._endpoint = UdpEndpoint.adopt(self._sock, on_datagrams=self._serve, receive_buffer_bytes=size)
        else:
            self._endpoint = UdpEndpoint.open(
                self._host, self._port, on_datagrams=self._serve, receive_buffer_bytes=size
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

    async def __aenter__(self) -> Self:
        self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    @property
    def _open_endpoint(self) -> UdpEndpoint:
        if self._endpoint is None:
            raise TrishulError(f"The {type(self).__name__.lower()} is not open")
        return self._endpoint

    def _with_failed_sends(self, drops: DropCounts) -> DropCounts:
        """A copy of the role's drops, with the answers that could not be sent."""
        drops = DropCounts(drops)
        endpoint = self._endpoint
        if endpoint is not None and endpoint.dropped_sends + endpoint.failed_sends:
            drops.count(DropReason.SEND_FAILED, endpoint.dropped_sends + endpoint.failed_sends)
        return drops

    def _serve(self, datagrams: Datagrams) -> None:
        """Takes what one turn of the event loop received."""
        raise TypeError(f"{type(self).__name__} does not say how it serves {len(datagrams)} datagrams")
