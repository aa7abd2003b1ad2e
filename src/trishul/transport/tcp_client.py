"""Connections that this program opens to ask and to notify: one for each peer, kept and reused (RFC 3430 §2.3).

It has the face of a UDP endpoint: `send` a message to an address, messages come to `on_datagrams`. A connection that
cannot be made is told by `on_error`, one that is lost by `on_lost`: whoever waits for answers decides what to do, the
next `send` makes a new connection.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.transport.addresses import TcpAddress
from trishul.transport.tcp_connection import (
    PEER_CLOSED,
    ConnectionRules,
    OnDrop,
    SendBudget,
    TcpConnection,
    reason_in_words,
)
from trishul.transport.turns import Turns
from trishul.transport.udp import Datagrams

MAX_CONNECTIONS = 4096
MAX_MESSAGE_BYTES = 4 << 20
"""Of a peer that was chosen; some agents fill answers beyond what UDP carries."""
MAX_QUEUED_BYTES = 4 << 20
MAX_QUEUED_BYTES_TOGETHER = 64 << 20
IDLE_TIMEOUT_S = 600.0
"""Longer than most peers keep one; who closes first only costs a connection."""
_UNUSED_AFTER_S = 5.0
_SWEEPS_IN_A_TIMEOUT = 4
_UNDER_WAY = frozenset({errno.EINPROGRESS, errno.EAGAIN, errno.EINTR})


class TcpConnections:
    """All connections of one manager or notifier, on the running loop."""

    def __init__(
        self,
        *,
        on_datagrams: Callable[[Datagrams], None],
        on_error: Callable[[Address, str], None],
        on_lost: Callable[[Address, str], None],
        on_drop: OnDrop,
        max_connections: int = MAX_CONNECTIONS,
        idle_timeout_s: float = IDLE_TIMEOUT_S,
    ) -> None:
        """`on_error`, `on_lost`: a peer and why, in words; both may be called from within `send`."""
        self._on_error = on_error
        self._on_lost = on_lost
        self._on_drop = on_drop
        self._max_connections = max_connections
        self._idle_timeout_s = idle_timeout_s
        self._connections: dict[TcpAddress, TcpConnection] = {}
        self._is_closing = False
        self._loop = asyncio.get_running_loop()
        self._sweeping: asyncio.TimerHandle | None = None
        self._rules = ConnectionRules(
            on_messages=on_datagrams,
            on_closed=self._forget,
            on_drop=on_drop,
            budget=SendBudget(MAX_QUEUED_BYTES_TOGETHER),
            turns=Turns(),
            max_message_bytes=MAX_MESSAGE_BYTES,
            max_queued_bytes=MAX_QUEUED_BYTES,
            reads_while_sending=True,
        )

    def __len__(self) -> int:
        return len(self._connections)

    def send(self, data: bytes, address: Address) -> None:
        """Sends over the connection to a `TcpAddress`, which is made if there is none."""
        assert isinstance(address, TcpAddress)  # the exchange chooses the endpoint by it
        connection = self._connections.get(address)
        if connection is None:
            connected = self._connect(address)
            if isinstance(connected, str):
                self._on_error(address, connected)
                return
            connection = connected
        if not connection.send(data) and not connection.is_closed:
            self._on_drop(DropReason.SEND_FAILED, address, data, "the connection takes no more")

    async def connect(self, address: TcpAddress) -> str | None:
        """Waits until there is a connection; otherwise the reason in words."""
        connection = self._connections.get(address)
        if connection is not None:
            connection.poll()  # a peer that closed in the meantime is noticed before anything is entrusted to it
        if connection is None or connection.is_closed:
            connected = self._connect(address)
            if isinstance(connected, str):
                return connected
            connection = connected
        return await connection.drain()

    async def drain(self, address: TcpAddress) -> str | None:
        """Waits until the system has all that was sent to the peer; otherwise the reason in words."""
        connection = self._connections.get(address)
        return PEER_CLOSED if connection is None else await connection.drain()

    def poll(self) -> None:
        """Does nothing: which of many connections has something is the loop's to say."""

    def kernel_drops(self) -> int | None:
        """0: TCP drops nothing."""
        return 0

    def close(self) -> None:
        """Closes all connections; nobody is told."""
        self._is_closing = True
        if self._sweeping is not None:
            self._sweeping.cancel()
        for connection in list(self._connections.values()):
            connection.close("this end was closed")

    def _connect(self, address: TcpAddress) -> TcpConnection | str:
        """A connection under way, or why there is none."""
        if len(self._connections) >= self._max_connections and not self._close_unused():
            return f"{self._max_connections:,} connections are in use already"
        family = socket.AF_INET if len(address) == 2 else socket.AF_INET6
        try:
            sock = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:
            return reason_in_words(error)
        try:
            sock.setblocking(False)
            code = sock.connect_ex(address)
            if code and code not in _UNDER_WAY:
                raise OSError(code, "")
            connection = TcpConnection(sock, address, self._rules, is_connecting=True)
        except OSError as error:
            sock.close()
            return reason_in_words(error)
        self._connections[address] = connection
        if self._sweeping is None:
            self._sweeping = self._loop.call_later(self._idle_timeout_s / _SWEEPS_IN_A_TIMEOUT, self._sweep)
        return connection

    def _close_unused(self) -> bool:
        """Makes room for a new connection where an old one is not in use."""
        oldest = min(self._connections.values(), key=lambda connection: connection.active_at)
        if oldest.is_connecting or oldest.active_at > self._loop.time() - _UNUSED_AFTER_S:
            return False
        oldest.close("this end made room for another")
        return True

    def _sweep(self) -> None:
        oldest = self._loop.time() - self._idle_timeout_s
        for connection in [each for each in self._connections.values() if each.active_at <= oldest]:
            connection.close(f"no message for {self._idle_timeout_s:g} s")
        self._sweeping = None
        if self._connections:
            self._sweeping = self._loop.call_later(self._idle_timeout_s / _SWEEPS_IN_A_TIMEOUT, self._sweep)

    def _forget(self, connection: TcpConnection, reason: str) -> None:
        address = connection.address
        if self._connections.get(address) is connection:
            del self._connections[address]
        if self._is_closing:
            return
        if connection.is_connecting:
            self._on_error(address, reason)
        else:
            self._on_lost(address, reason)
