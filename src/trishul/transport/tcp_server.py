"""A listening TCP socket and the connections to it, bounded in number, age and memory (RFC 3430 §2.3).

Strategy: everybody is let in. When there are too many connections, or no descriptors for another, the one that has
been silent longest goes, so that strangers who connect and say nothing cannot keep a manager out. A connection that
brings no whole message for `idle_timeout_s` goes too; that alone ends peers who send an octet at a time, and those who
never read.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.transport.addresses import TcpAddress
from trishul.transport.tcp_connection import MAX_MESSAGES_AT_ONCE, ConnectionRules, OnDrop, SendBudget, TcpConnection
from trishul.transport.turns import Turns
from trishul.transport.udp import Datagrams

_MAX_ACCEPTS_A_TURN = 64
_NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_PAUSE_WITHOUT_ROOM_S = 0.2
_SWEEPS_IN_A_TIMEOUT = 4
MAX_MESSAGE_BYTES = 65535
"""What UDP carries as well; RFC 3430 §2.1 asks for 8,192 at least."""


@dataclass(frozen=True, slots=True)
class TcpLimits:
    """What strangers can cost at most."""

    max_connections: int = 512
    idle_timeout_s: float = 120.0
    max_message_bytes: int = MAX_MESSAGE_BYTES
    max_queued_bytes: int = MAX_MESSAGES_AT_ONCE * MAX_MESSAGE_BYTES
    """Of one connection: as many answers as are given at once."""
    max_queued_bytes_together: int = 32 << 20
    """Beyond it only the message that each connection has begun."""


DEFAULT_TCP_LIMITS = TcpLimits()


class TcpServer:
    """Takes messages from all who connect; `on_messages` gets those of one connection and turn."""

    def __init__(
        self,
        sock: socket.socket,
        *,
        on_messages: Callable[[Datagrams], None],
        on_drop: OnDrop,
        limits: TcpLimits = DEFAULT_TCP_LIMITS,
    ) -> None:
        """`sock` is bound and listens; `close` closes it."""
        sock.setblocking(False)
        self.local_address: Address = sock.getsockname()
        self.accepted = 0
        """Connections so far."""
        self._sock = sock
        self._limits = limits
        self._on_drop = on_drop
        self._connections: dict[TcpConnection, None] = {}
        self._loop = asyncio.get_running_loop()
        self._rules = ConnectionRules(
            on_messages=on_messages,
            on_closed=self._forget,
            on_drop=on_drop,
            budget=SendBudget(limits.max_queued_bytes_together),
            turns=Turns(),
            max_message_bytes=limits.max_message_bytes,
            max_queued_bytes=limits.max_queued_bytes,
            reads_while_sending=False,
        )
        self._loop.add_reader(sock, self._accept)
        self._sweep_s = limits.idle_timeout_s / _SWEEPS_IN_A_TIMEOUT
        self._sweeping = self._loop.call_later(self._sweep_s, self._sweep)

    @property
    def connections(self) -> int:
        """Connections now."""
        return len(self._connections)

    @property
    def queued_bytes(self) -> int:
        """Octets that peers have not taken yet."""
        return self._rules.budget.used_bytes

    @property
    def is_closed(self) -> bool:
        """True once `close` was called."""
        return self._sock.fileno() < 0

    def send_many(self, messages: Iterable[tuple[bytes, Address]]) -> None:
        """Sends each over the connection its request came by; without it the answer is dropped (RFC 3430 §2.3)."""
        for data, address in messages:
            connection = address.connection if isinstance(address, TcpAddress) else None
            if connection is None or not connection.send(data):
                assert isinstance(address, TcpAddress)  # answers go where requests came from
                self._on_drop(DropReason.SEND_FAILED, address, data, "the connection takes no more")

    def close(self) -> None:
        """Stops listening and closes all connections."""
        if self.is_closed:
            return
        self._loop.remove_reader(self._sock)
        self._sweeping.cancel()
        self._sock.close()
        for connection in list(self._connections):
            connection.close("this end was closed")

    def _accept(self) -> None:
        for _ in range(_MAX_ACCEPTS_A_TURN):
            try:
                sock, address = self._sock.accept()
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                if error.errno in _NO_ROOM:
                    self._make_room()
                    return
                continue  # this one was gone before it was taken (accept(2)); the next may be well
            self.accepted += 1
            if len(self._connections) >= self._limits.max_connections:
                self._close_most_silent("there are too many connections")
            try:
                connection = TcpConnection(sock, TcpAddress(address), self._rules)
            except OSError:
                sock.close()  # reset by the peer in this moment
            else:
                self._connections[connection] = None

    def _make_room(self) -> None:
        """Without a descriptor to take it with, a connection that waits would wake the loop without end."""
        self._close_most_silent("this program has no more file descriptors")
        self._loop.remove_reader(self._sock)
        self._loop.call_later(_PAUSE_WITHOUT_ROOM_S, self._go_on)

    def _go_on(self) -> None:
        if not self.is_closed:
            self._loop.add_reader(self._sock, self._accept)

    def _close_most_silent(self, detail: str) -> None:
        silent = min(self._connections, key=lambda connection: connection.active_at, default=None)
        if silent is not None:
            self._on_drop(DropReason.TOO_MANY_CONNECTIONS, silent.address, b"", detail)
            silent.close(detail)

    def _sweep(self) -> None:
        oldest = self._loop.time() - self._limits.idle_timeout_s
        for connection in [each for each in self._connections if each.active_at <= oldest]:
            connection.close(f"no message for {self._limits.idle_timeout_s:g} s")
        self._sweeping = self._loop.call_later(self._sweep_s, self._sweep)

    def _forget(self, connection: TcpConnection, _reason: str) -> None:
        self._connections.pop(connection, None)
