"""A UDP socket driven by an event loop: bounded drain, bounded send queue, named errors.

asyncio's own DatagramProtocol receives one datagram a turn and gets a third of what a drain of the socket gets, so the
socket is read here until it is empty or 64 datagrams are taken; then others have their turn. Nothing here ever waits.
Hot path, measured by `bench/`.
"""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable, Iterable
from typing import Self, TypeAlias

from trishul.engine.addresses import Address
from trishul.transport.addresses import address_text, bind
from trishul.transport.asked_address import CONTROL_BYTES, AskedAddress, read_asked, tell_asked_addresses
from trishul.transport.buffers import grow_receive_buffer, kernel_drops
from trishul.transport.icmp import UNREACHABLE_REASONS, read_icmp_errors, report_icmp_errors

__all__ = ["Datagrams", "UdpEndpoint", "address_text", "bind"]

Datagrams: TypeAlias = list[tuple[bytes, Address]]

MAX_DATAGRAMS_A_TURN = 64
"""Datagrams taken before other work of the loop has its turn: more gained nothing in measurements."""
MAX_DATAGRAM_BYTES = 65535
DEFAULT_RECEIVE_BUFFER_BYTES = 8 << 20
DEFAULT_SEND_QUEUE = 4096
"""Datagrams kept while the socket cannot take more; beyond that they are dropped and counted."""
_REMEMBERED_ASKED = 256
"""Addresses of this host whose control messages are kept ready."""


class UdpEndpoint:
    """One non-blocking UDP socket on the running loop; close it, or use it as a context manager."""

    def __init__(
        self,
        sock: socket.socket,
        *,
        on_datagrams: Callable[[Datagrams], None],
        on_error: Callable[[Address, str], None] | None = None,
        on_unsent: Callable[[bytes, Address, str], None] | None = None,
        receive_buffer_bytes: int = DEFAULT_RECEIVE_BUFFER_BYTES,
        send_queue_size: int = DEFAULT_SEND_QUEUE,
        answers_from_asked: bool = False,
    ) -> None:
        """`answers_from_asked`: on a socket bound to all addresses an answer leaves from the one that was asked."""
        sock.setblocking(False)
        self.granted_buffer_bytes = grow_receive_buffer(sock, receive_buffer_bytes)
        self.local_address: Address = sock.getsockname()
        self.dropped_sends = 0
        """Datagrams that the full send queue did not take."""
        self.failed_sends = 0
        """Datagrams that the system refused to send."""
        self._sock = sock
        self._receive: Callable[[int], tuple[bytes, Address]] = sock.recvfrom
        self._sendto: Callable[[bytes, Address], int] = sock.sendto
        if answers_from_asked and tell_asked_addresses(sock):
            self._asked: dict[bytes, tuple[str, list[tuple[int, int, bytes]]] | None] = {}
            self._receive = self._receive_asked
            self._sendto = self._send_from_asked
        self._on_datagrams = on_datagrams
        self._on_error = on_error
        self._on_unsent = on_unsent
        self._send_queue: deque[tuple[bytes, Address]] = deque()
        self._send_queue_size = send_queue_size
        self._loop = asyncio.get_running_loop()
        if on_error is not None:
            report_icmp_errors(sock)
        self._loop.add_reader(sock.fileno(), self._drain)

    @classmethod
    def open(
        cls,
        host: str,
        port: int,
        *,
        on_datagrams: Callable[[Datagrams], None],
        on_error: Callable[[Address, str], None] | None = None,
        on_unsent: Callable[[bytes, Address, str], None] | None = None,
        receive_buffer_bytes: int = DEFAULT_RECEIVE_BUFFER_BYTES,
    ) -> Self:
        """Binds and starts to receive. Raises InvalidInput, AddressInUse, AddressNotAvailable, PermissionRefused.

        `on_datagrams` gets the datagrams of one turn. With `on_error` the socket reports peers that cannot be reached,
        by ICMP (on Linux) or because the system refuses to send; it may be called from within `send`. `on_unsent` gets
        each datagram that was not sent, where it was to go and why.
        """
        return cls.adopt(
            bind(host, port),
            on_datagrams=on_datagrams,
            on_error=on_error,
            on_unsent=on_unsent,
            receive_buffer_bytes=receive_buffer_bytes,
        )

    @classmethod
    def adopt(
        cls,
        sock: socket.socket,
        *,
        on_datagrams: Callable[[Datagrams], None],
        on_error: Callable[[Address, str], None] | None = None,
        on_unsent: Callable[[bytes, Address, str], None] | None = None,
        receive_buffer_bytes: int = DEFAULT_RECEIVE_BUFFER_BYTES,
        answers_from_asked: bool = False,
    ) -> Self:
        """Takes over a bound socket, as a worker does with an inherited one; `close` closes it."""
        return cls(
            sock,
            on_datagrams=on_datagrams,
            on_error=on_error,
            on_unsent=on_unsent,
            receive_buffer_bytes=receive_buffer_bytes,
            answers_from_asked=answers_from_asked,
        )

    def send(self, data: bytes, address: Address) -> None:
        """Sends now or, when the socket is full, as soon as it takes more."""
        if self._send_queue or not self._send_now(data, address):
            self._enqueue(data, address)

    def send_many(self, datagrams: Iterable[tuple[bytes, Address]]) -> None:
        """Sends each in order, as `send`."""
        for data, address in datagrams:
            if self._send_queue or not self._send_now(data, address):
                self._enqueue(data, address)

    def poll(self) -> None:
        """Takes one datagram at once if one is there, without waiting for the loop to notice it.

        On one host the answer is often there when the request has just been sent; a turn of the loop costs more than
        this.
        """
        try:
            datagram = self._receive(MAX_DATAGRAM_BYTES)
        except OSError:
            return  # nothing there, or an ICMP error, which the loop's turn reports
        self._on_datagrams([datagram])

    def kernel_drops(self) -> int | None:
        """Datagrams the kernel had no room for; None where the system does not tell."""
        return kernel_drops(self._sock) if not self.is_closed else None

    @property
    def is_closed(self) -> bool:
        """True once `close` was called."""
        return self._sock.fileno() < 0

    def close(self) -> None:
        """Stops receiving and closes the socket; what still waits to be sent is dropped and counted."""
        if self.is_closed:
            return
        self._loop.remove_reader(self._sock.fileno())
        self._loop.remove_writer(self._sock.fileno())
        for data, address in self._send_queue:
            self._drop(data, address, "the socket was closed first")
        self._send_queue.clear()
        self._sock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"UdpEndpoint({address_text(self.local_address)}{', closed' if self.is_closed else ''})"

    def _drain(self) -> None:
        datagrams: Datagrams = []
        take = datagrams.append
        receive = self._receive
        try:
            for _ in range(MAX_DATAGRAMS_A_TURN):
                take(receive(MAX_DATAGRAM_BYTES))
        except BlockingIOError:
            # Readable and yet empty: the loop was woken by the error queue.
            if not datagrams:
                self._report_icmp_errors()
        except OSError:
            # An ICMP error is told by the next call of any kind; datagrams behind it are taken in the next turn.
            self._report_icmp_errors()
        if datagrams:
            self._on_datagrams(datagrams)

    def _receive_asked(self, size_bytes: int) -> tuple[bytes, Address]:
        """As recvfrom, but the source knows which of our addresses it asked."""
        data, control, _, address = self._sock.recvmsg(size_bytes, CONTROL_BYTES)
        key = control[0][2] if control else b""
        known = self._asked
        if key not in known:
            if len(known) >= _REMEMBERED_ASKED:
                known.clear()
            known[key] = read_asked(control)
        asked = known[key]
        if asked is None:
            return data, address
        source = AskedAddress(address)
        source.asked = asked
        return data, source

    def _send_from_asked(self, data: bytes, address: Address) -> int:
        """As sendto, but from the address that was asked."""
        if isinstance(address, AskedAddress):
            return self._sock.sendmsg((data,), address.asked[1], 0, address)
        return self._sock.sendto(data, address)

    def _send_now(self, data: bytes, address: Address) -> bool:
        """False when the socket cannot take more at the moment."""
        try:
            self._sendto(data, address)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            return self._send_after_error(data, address)
        return True

    def _send_after_error(self, data: bytes, address: Address) -> bool:
        """The error may belong to an earlier datagram, as ICMP errors are told by the next call: report, try again."""
        self._report_icmp_errors()
        try:
            self._sendto(data, address)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError as second_error:
            self.failed_sends += 1
            if self._on_unsent is not None:
                self._on_unsent(data, address, second_error.strerror or "refused by the system")
            reason = UNREACHABLE_REASONS.get(second_error.errno or 0)
            if self._on_error is not None and reason is not None:
                self._on_error(address, reason)
        return True

    def _report_icmp_errors(self) -> None:
        if self._on_error is None or self.is_closed:
            return
        for address, reason in read_icmp_errors(self._sock):
            self._on_error(address, reason)

    def _enqueue(self, data: bytes, address: Address) -> None:
        if self.is_closed or len(self._send_queue) >= self._send_queue_size:
            self._drop(data, address, "closed" if self.is_closed else "the send queue was full")
            return
        if not self._send_queue:
            self._loop.add_writer(self._sock.fileno(), self._flush)
        self._send_queue.append((data, address))

    def _drop(self, data: bytes, address: Address, reason: str) -> None:
        self.dropped_sends += 1
        if self._on_unsent is not None:
            self._on_unsent(data, address, reason)

    def _flush(self) -> None:
        queue = self._send_queue
        while queue:
            if not self._send_now(*queue[0]):
                return
            # on_error may have closed the endpoint while the datagram was tried
            if queue:
                queue.popleft()
        if not self.is_closed:
            self._loop.remove_writer(self._sock.fileno())
