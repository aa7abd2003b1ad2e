"""Both ends of real TCP connections on loopback, for the tests of the TCP transport."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from trishul.engine.addresses import Address
from trishul.engine.drops import DropReason
from trishul.protocol.ber import INTEGER, encode_tlv
from trishul.transport.addresses import bind
from trishul.transport.tcp_server import TcpLimits, TcpServer
from trishul.transport.udp import Datagrams


def message(size: int = 0) -> bytes:
    """A SEQUENCE that begins with a version."""
    return encode_tlv(0x30, encode_tlv(INTEGER, b"\x01") + bytes(size))


async def until(condition: Callable[[], bool]) -> None:
    """Gives the loop its turns until something is so; a machine that is slow only takes longer."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 -- what is waited for are sockets, which tell no event
            await asyncio.sleep(0.001)


class EchoServer:
    """A server that sends every message back, `copies` times, and notes what it had to drop."""

    def __init__(self, limits: TcpLimits | None = None, *, host: str = "127.0.0.1", copies: int = 1) -> None:
        self.received: list[bytes] = []
        self.drops: list[tuple[DropReason, str]] = []
        self.copies = copies
        self.server = TcpServer(
            bind(host, 0, socket.SOCK_STREAM),
            on_messages=self._echo,
            on_drop=self.note_drop,
            limits=limits or TcpLimits(),
        )
        self.address = self.server.local_address

    @property
    def reasons(self) -> list[DropReason]:
        return [reason for reason, _ in self.drops]

    def note_drop(self, reason: DropReason, _source: Address, _octets: bytes, detail: str) -> None:
        self.drops.append((reason, detail))

    def connect(self) -> socket.socket:
        """A plain peer that blocks nobody."""
        sock = socket.create_connection(self.address[:2])
        sock.setblocking(False)
        return sock

    def _echo(self, messages: Datagrams) -> None:
        self.received += [data for data, _ in messages]
        self.server.send_many([(data, source) for data, source in messages for _ in range(self.copies)])


async def receive(sock: socket.socket, size: int) -> bytes:
    """So many octets, or fewer when the other end closes."""
    loop = asyncio.get_running_loop()
    octets = b""
    async with asyncio.timeout(20):
        while len(octets) < size:
            chunk = await loop.sock_recv(sock, 1 << 16)
            if not chunk:
                break
            octets += chunk
    return octets


async def is_closed_by_peer(sock: socket.socket) -> bool:
    """Waits for the end of the connection, whatever comes before it."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(20):
        try:
            while await loop.sock_recv(sock, 1 << 16):
                pass
        except ConnectionResetError:
            pass
    return True
