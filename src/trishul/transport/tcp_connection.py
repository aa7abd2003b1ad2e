"""One TCP connection that carries SNMP messages, at either end (RFC 3430).

Owns reading in bounded turns, framing, and the bounded queue of what the peer has not taken yet. Does not own how a
connection comes about nor when it is too old: `tcp_server` and `tcp_client` do. For the engines a connection is an
address like any other, `TcpAddress`, which answers find their way back by.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable
from dataclasses import dataclass

from trishul.engine.drops import DropReason
from trishul.transport.addresses import TcpAddress
from trishul.transport.framing import FramingLost, MessageFramer
from trishul.transport.icmp import UNREACHABLE_REASONS
from trishul.transport.turns import Turns
from trishul.transport.udp import Datagrams

MAX_MESSAGES_AT_ONCE = 4
"""Messages given to the role before other connections have their turn."""
READ_BYTES = 65536
_WRITE_BYTES = 262144
PEER_CLOSED = "it closed the connection"

_REASONS = UNREACHABLE_REASONS | {
    errno.ECONNREFUSED: "connection refused, its TCP port is closed",
    errno.ETIMEDOUT: "no answer to the connection",
    errno.ECONNRESET: PEER_CLOSED,
    errno.EPIPE: PEER_CLOSED,
    errno.ENOPROTOOPT: "the host does not speak TCP",
    errno.EMFILE: "this program has no more file descriptors",
    errno.ENFILE: "this host has no more file descriptors",
}

OnDrop = Callable[[DropReason, TcpAddress, bytes, str], None]
"""Takes what was dropped: why, from whom, the octets, and a few words."""


def reason_in_words(error: OSError) -> str:
    """Why a connection could not be made or was lost."""
    return _REASONS.get(error.errno or 0) or (error.strerror or "the connection failed").lower()


@dataclass(slots=True)
class SendBudget:
    """Octets that all connections of one owner may keep together, and how many they keep."""

    limit_bytes: int
    used_bytes: int = 0


@dataclass(frozen=True, slots=True)
class ConnectionRules:
    """What both ends agree on for their connections."""

    on_messages: Callable[[Datagrams], None]
    on_closed: Callable[[TcpConnection, str], None]
    """Told once for each connection, whoever closed it, with the reason in words."""
    on_drop: OnDrop
    budget: SendBudget
    turns: Turns
    max_message_bytes: int
    max_queued_bytes: int
    reads_while_sending: bool
    """False: who does not take its answers is not read from either, and so cannot ask for more."""


class TcpConnection:
    """A connected socket, or with `is_connecting` one that will be, on the running loop."""

    def __init__(
        self, sock: socket.socket, address: TcpAddress, rules: ConnectionRules, *, is_connecting: bool = False
    ) -> None:
        address.connection = self
        self.address = address
        self.is_connecting = is_connecting
        self._loop = asyncio.get_running_loop()
        self.active_at = self._loop.time()
        """When a whole message came, or the peer took all that waited for it."""
        self.local_host: str = "" if is_connecting else sock.getsockname()[0]
        """Which of this host's addresses the peer connected to."""
        self._sock = sock
        self._rules = rules
        self._framer = MessageFramer(rules.max_message_bytes)
        self._unsent = bytearray()
        self._has_ended = False
        self._is_reading = False
        self._is_waiting = False
        self._drained: list[asyncio.Future[str | None]] = []
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a request waits for its answer, not for more
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)  # a peer that vanished is noticed some day
        if is_connecting:
            self._loop.add_writer(sock, self._finish_connecting)
        else:
            self._read_on()

    @property
    def is_closed(self) -> bool:
        """True once it is closed, by whomever."""
        return self._sock.fileno() < 0

    @property
    def unsent_bytes(self) -> int:
        """Octets that the peer has not taken yet."""
        return len(self._unsent)

    def send(self, data: bytes) -> bool:
        """Sends a message now or as soon as the peer takes it; False when it cannot be kept either."""
        if self.is_closed:
            return False
        sent = 0
        if not self._unsent and not self.is_connecting:
            try:
                sent = self._sock.send(data)
            except (BlockingIOError, InterruptedError):
                pass
            except OSError as error:
                self.close(reason_in_words(error))
                return False
            if sent == len(data):
                return True
        rest = len(data) - sent
        budget = self._rules.budget
        # A message that has begun is finished, whatever the bounds say: half of one would end the framing.
        is_full = len(self._unsent) + rest > self._rules.max_queued_bytes
        if not sent and (is_full or budget.used_bytes + rest > budget.limit_bytes):
            return False
        if not self._unsent and not self.is_connecting:
            self._loop.add_writer(self._sock, self._flush)
            if not self._rules.reads_while_sending:
                self._pause()
        self._unsent += data[sent:] if sent else data
        budget.used_bytes += rest
        return True

    async def drain(self) -> str | None:
        """Waits until the connection stands and the system has all that was sent; otherwise the reason in words."""
        if self.is_closed:
            return PEER_CLOSED
        if not self._unsent and not self.is_connecting:
            return None
        waiter: asyncio.Future[str | None] = self._loop.create_future()
        self._drained.append(waiter)
        return await waiter

    def poll(self) -> None:
        """Takes what has arrived, the peer's close among it, without waiting for the loop to notice."""
        if self._is_reading:
            self._read()

    def close(self, reason: str) -> None:
        """Closes at once; what is unfinished or unsent is dropped and counted."""
        if self.is_closed:
            return
        self._pause()
        self._loop.remove_writer(self._sock)
        self._sock.close()
        unfinished = self._framer.unfinished
        self._rules.budget.used_bytes -= len(self._unsent)
        if unfinished:
            self._framer = MessageFramer(0)
            self._rules.on_drop(DropReason.INCOMPLETE_MESSAGE, self.address, unfinished, reason)
        if self._unsent and not self.is_connecting:
            self._rules.on_drop(DropReason.SEND_FAILED, self.address, b"", reason)
        self._unsent.clear()
        self.address.connection = None
        self._wake(reason)
        self._rules.on_closed(self, reason)

    def __repr__(self) -> str:
        return f"TcpConnection({self.address}{', closed' if self.is_closed else ''})"

    def _finish_connecting(self) -> None:
        code = self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            self.close(reason_in_words(OSError(code, "")))
            return
        self.is_connecting = False
        self.active_at = self._loop.time()
        self._read_on()
        self._loop.add_writer(self._sock, self._flush)
        self._flush()

    def _read_on(self) -> None:
        if not self._is_reading and not self._has_ended:
            self._is_reading = True
            self._loop.add_reader(self._sock, self._read)

    def _pause(self) -> None:
        if self._is_reading:
            self._is_reading = False
            self._loop.remove_reader(self._sock)

    def _read(self) -> None:
        try:
            octets = self._sock.recv(READ_BYTES)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self.close(reason_in_words(error))
            return
        if octets:
            self._framer.feed(octets)
        else:  # the peer sends no more, but may still read
            self._has_ended = True
            self._pause()
        if self._has_ended or self._rules.turns.has_time():
            self._deliver()
        else:
            self._wait_for_turn()

    def _deliver(self) -> None:
        """Gives some messages to the role; goes on when others had their turn, or the peer has read."""
        self._is_waiting = False
        while self._give_some():
            if not self._rules.turns.has_time():
                self._wait_for_turn()
                return

    def _give_some(self) -> bool:
        """Whether it is worth doing again."""
        if self.is_closed or (self._unsent and not self._rules.reads_while_sending):
            return False
        try:
            messages, has_more = self._framer.take(MAX_MESSAGES_AT_ONCE)
        except FramingLost as lost:
            octets, self._framer = self._framer.unfinished, MessageFramer(0)
            self._rules.on_drop(lost.reason, self.address, octets, lost.detail)
            self.close(lost.detail)
            return False
        if messages:
            self.active_at = self._loop.time()
            self._rules.on_messages([(message, self.address) for message in messages])
        if self._sock.fileno() < 0:
            return False  # the role, or what it sent, closed it
        if has_more:
            return True
        if self._has_ended and (self._rules.reads_while_sending or not self._unsent):
            self.close(PEER_CLOSED)
        elif self._rules.reads_while_sending or not self._unsent:
            self._read_on()
        return False

    def _flush(self) -> None:
        try:
            while self._unsent:
                with memoryview(self._unsent) as octets:
                    sent = self._sock.send(octets[:_WRITE_BYTES])
                del self._unsent[:sent]
                self._rules.budget.used_bytes -= sent
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self.close(reason_in_words(error))
            return
        self.active_at = self._loop.time()
        self._loop.remove_writer(self._sock)
        self._wake(None)
        if not self._is_reading:
            self._wait_for_turn()

    def _wait_for_turn(self) -> None:
        """Reads no more until what was read is delivered."""
        self._pause()
        if not self._is_waiting:
            self._is_waiting = True
            self._rules.turns.wait(self._deliver)

    def _wake(self, reason: str | None) -> None:
        waiters, self._drained = self._drained, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(reason)
