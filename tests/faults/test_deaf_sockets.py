"""Two hundred sockets, half of which never read: the others miss nothing, the deaf ones are closed and named."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.contract.served import PATIENCE_S, Server
from tests.faults.conftest import IF_INDEX, LINK_DOWN, until
from trishul.datatypes import Value, VarBind
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind

HALF = 100
NOTIFICATIONS, AT_ONCE = 200, 10
DESCRIPTION = b"x" * 600
MOST_GROWTH_KB = 64 << 10
SMALL_SEGMENT, SMALL_BUFFER = 536, 4096
"""So the system holds little for a peer that does not read, and the server notices sooner."""


class Reader:
    """A socket that takes every frame."""

    def __init__(self, connection: ClientConnection) -> None:
        self.told = 0
        """Notifications that were pushed, and those that a push said were skipped."""
        self.types: set[str] = set()
        self._connection = connection

    async def read(self) -> None:
        """Until the server closes it."""
        async for text in self._connection:
            frame: dict[str, Any] = json.loads(text)
            self.types.add(frame["type"])
            if frame["type"] == "trap":
                self.told += 1 + frame["skipped"]


def link_down(number: int) -> bytes:
    varbinds = (
        VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(42)),
        VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier(LINK_DOWN)),
        VarBind.of(f"{IF_INDEX}.{number}", Value.integer(number)),
        VarBind.of(f"1.3.6.1.2.1.2.2.1.2.{number}", Value.octet_string(DESCRIPTION)),
    )
    return encode_message(Message(Version.V2C, b"public", Pdu(PduKind.TRAP_V2, number, 0, 0, varbinds)))


def open_deaf(server: Server, token: str) -> socket.socket:
    """A WebSocket by hand, of which nothing is ever read."""
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
    deaf.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SMALL_SEGMENT)
    deaf.connect(("127.0.0.1", server.port))
    head = f"GET /api/ws?token={token} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: Upgrade\r\n"
    key = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    deaf.sendall((head + key).encode())
    return deaf


def metric(client: httpx.Client, name: str) -> int:
    found = re.search(rf"^{name}(?:_total)? (\d+)", client.get("/metrics").text, re.MULTILINE)
    assert found is not None
    return int(found[1])


def is_well(client: httpx.Client) -> bool:
    return bool(client.get("/api/health").json()["status"] == "ok")


def stored(client: httpx.Client) -> int:
    return int(client.get("/api/traps/").json()["total"])


def memory_kb(server: Server) -> int:
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


async def test_readers_miss_nothing_though_as_many_sockets_never_read(
    server: Server, client: httpx.Client, receiver_port: int
) -> None:
    token = client.headers["X-Auth-Token"]
    url = f"ws{server.url.removeprefix('http')}/api/ws?token={token}"
    with ExitStack() as deaf, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        async with AsyncExitStack() as hearing, asyncio.TaskGroup() as tasks:
            readers = []
            for _ in range(HALF):
                deaf.enter_context(open_deaf(server, token))
                connection = await hearing.enter_async_context(connect(url, open_timeout=PATIENCE_S, compression=None))
                readers.append(Reader(connection))
                tasks.create_task(readers[-1].read())
            await asyncio.to_thread(until, lambda: metric(client, "trishul_websocket_clients") == 2 * HALF)
            before_kb = memory_kb(server)
            for first in range(1, NOTIFICATIONS + 1, AT_ONCE):
                for number in range(first, first + AT_ONCE):
                    sender.sendto(link_down(number), ("127.0.0.1", receiver_port))
                await asyncio.to_thread(
                    until, lambda told=first + AT_ONCE - 1: all(each.told == told for each in readers)
                )
                assert is_well(client)
            await asyncio.to_thread(until, lambda: metric(client, "trishul_websocket_clients") == HALF)
            assert metric(client, "trishul_websocket_clients_dropped") == HALF
            assert server.log.count("a client that reads nothing was dropped") == HALF
            assert memory_kb(server) - before_kb < MOST_GROWTH_KB
            sender.sendto(link_down(NOTIFICATIONS + 1), ("127.0.0.1", receiver_port))
            await asyncio.to_thread(until, lambda: all(each.told == NOTIFICATIONS + 1 for each in readers))
            await hearing.aclose()
    assert all("full_state" in each.types and "missed" not in each.types for each in readers)
    assert stored(client) == NOTIFICATIONS + 1
