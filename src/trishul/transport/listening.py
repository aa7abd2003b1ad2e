"""One address served over UDP, TCP or both: what a role that listens has instead of a socket.

Owns binding the transports to one port, the budgets of sources where they have any, and the way of answers back to
where their requests came from. The roles do not know which transport a message took.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from typing import TypeAlias

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.errors import AddressInUse, InvalidInput
from trishul.transport.addresses import TcpAddress, bind
from trishul.transport.source_budgets import SourceBudgets
from trishul.transport.source_gate import SourceGate
from trishul.transport.tcp_server import DEFAULT_TCP_LIMITS, TcpLimits, TcpServer
from trishul.transport.udp import DEFAULT_RECEIVE_BUFFER_BYTES, Datagrams, UdpEndpoint

TRANSPORTS = ("udp", "tcp")
_KINDS = {"udp": socket.SOCK_DGRAM, "tcp": socket.SOCK_STREAM}
_TRIES_FOR_A_COMMON_PORT = 20

OnDatagrams: TypeAlias = Callable[[Datagrams], None]
OnDrop: TypeAlias = Callable[[DropReason, Address, bytes, str], None]


def bind_transports(host: str, port: int, transports: Sequence[str]) -> list[socket.socket]:
    """A socket for each transport, all on one port; 0 lets the system choose one that is free for all.

    Raises InvalidInput, AddressInUse, AddressNotAvailable, PermissionRefused; nothing stays bound then.
    """
    unknown = sorted(set(transports) - set(TRANSPORTS))
    if unknown or not transports:
        raise InvalidInput(f"A transport is udp or tcp, not {unknown[0] if unknown else 'none'!r}", field="transport")
    for _ in range(_TRIES_FOR_A_COMMON_PORT - 1):
        try:
            return _bind_each(host, port, transports)
        except AddressInUse:
            if port:
                raise  # a port that was named is in use; one that the system chose may be so for the other transport
    return _bind_each(host, port, transports)


def _bind_each(host: str, port: int, transports: Sequence[str]) -> list[socket.socket]:
    bound: list[socket.socket] = []
    try:
        for transport in transports:
            bound.append(bind(host, bound[0].getsockname()[1] if bound else port, _KINDS[transport]))
    except BaseException:
        for sock in bound:
            sock.close()
        raise
    return bound


class ListeningEndpoint:
    """Serves bound sockets, UDP and listening TCP ones, on the running loop; `close` closes them."""

    def __init__(
        self,
        sockets: Sequence[socket.socket],
        *,
        on_datagrams: OnDatagrams,
        on_drop: OnDrop,
        receive_buffer_bytes: int = DEFAULT_RECEIVE_BUFFER_BYTES,
        tcp_limits: TcpLimits = DEFAULT_TCP_LIMITS,
        rate_per_source: float = 0,
        gate: SourceGate | None = None,
    ) -> None:
        """`on_datagrams` gets the messages of one turn, which all came over one transport.

        `on_drop` is told of messages that the transport itself had to drop: why, whose, their octets and a few words.
        `rate_per_source`: messages a second that one host may send, 0 for any number. With a `gate`, whose limits may
        change, that one decides alone.
        """
        if gate is not None:
            on_datagrams = _within(gate, on_datagrams, on_drop)
        elif rate_per_source:
            on_datagrams = _within(SourceBudgets(rate_per_source), on_datagrams, on_drop)
        self._udp: UdpEndpoint | None = None
        self._tcp: TcpServer | None = None
        for sock in sockets:
            if sock.type == socket.SOCK_STREAM:
                self._tcp = TcpServer(sock, on_messages=on_datagrams, on_drop=on_drop, limits=tcp_limits)
            else:
                self._udp = UdpEndpoint.adopt(
                    sock,
                    on_datagrams=on_datagrams,
                    on_unsent=lambda data, address, detail: on_drop(DropReason.SEND_FAILED, address, data, detail),
                    receive_buffer_bytes=receive_buffer_bytes,
                    answers_from_asked=True,
                )
        self._any: UdpEndpoint | TcpServer | None = self._udp or self._tcp

    @property
    def local_address(self) -> Address:
        """Where it listens; all transports have the same."""
        assert self._any is not None  # made with at least one socket
        return self._any.local_address

    @property
    def transports(self) -> tuple[str, ...]:
        """Which of `udp` and `tcp` are served."""
        return tuple(name for name, end in (("udp", self._udp), ("tcp", self._tcp)) if end is not None)

    @property
    def granted_buffer_bytes(self) -> int:
        """The receive buffer that the system granted to UDP."""
        return self._udp.granted_buffer_bytes if self._udp is not None else 0

    @property
    def connections(self) -> int:
        """TCP connections now."""
        return self._tcp.connections if self._tcp is not None else 0

    @property
    def accepted_connections(self) -> int:
        """TCP connections so far."""
        return self._tcp.accepted if self._tcp is not None else 0

    @property
    def is_closed(self) -> bool:
        """True once `close` was called."""
        return self._any is None or self._any.is_closed

    def kernel_drops(self) -> int | None:
        """Datagrams the kernel had no room for; None where the system does not tell."""
        return self._udp.kernel_drops() if self._udp is not None else None

    def send_many(self, datagrams: list[tuple[bytes, Address]]) -> None:
        """Sends the answers of one turn, which go back by the transport that the turn's messages came over."""
        if not datagrams:
            return
        end = self._tcp if isinstance(datagrams[0][1], TcpAddress) else self._udp
        assert end is not None  # who asked came by it
        end.send_many(datagrams)

    def close(self) -> None:
        """Stops receiving and closes the sockets and connections."""
        for end in (self._udp, self._tcp):
            if end is not None:
                end.close()


def _within(budgets: SourceBudgets | SourceGate, on_datagrams: OnDatagrams, on_drop: OnDrop) -> OnDatagrams:
    """Takes the messages of a turn and gives on those that are allowed."""
    time = asyncio.get_running_loop().time

    def take(datagrams: Datagrams) -> None:
        if allowed := budgets.allowed(datagrams, time(), on_drop):
            on_datagrams(allowed)

    return take
