"""Syslog over UDP, TCP and TLS: one frame for each, one connection as long as it lasts."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.certificates import loopback_certificate
from tests.unit.notification_rows import bindings, stored_row
from trishul.datatypes.values import Value
from trishul.services.forwarding.carriers import DeliveryFailed
from trishul.services.forwarding.destination_documents import SyslogDestination
from trishul.services.forwarding.parcels import Parcel
from trishul.services.forwarding.syslog_carrier import SyslogCarrier
from trishul.services.forwarding.syslog_messages import MAX_UDP_OCTETS
from trishul.services.traps.records import record_of

LARGE = bindings(*[(f"1.3.6.1.2.1.1.{number}.0", Value.octet_string("x" * 99)) for number in range(60)])


def parcel(number: int, **row: Any) -> Parcel:
    return Parcel(f"k{number}", 1, stored_row(number, **row))


def carrier(port: int, **changes: Any) -> SyslogCarrier:
    fields: dict[str, Any] = {"name": "log", "host": "127.0.0.1", "port": port, "timeout_s": 20.0}
    return SyslogCarrier(SyslogDestination(**fields | changes), lambda row: record_of(row, None))


class Log:
    """A server that reads octet-counted frames (RFC 6587 §3.4.1)."""

    def __init__(self) -> None:
        self.port = 0
        self.frames: asyncio.Queue[bytes] = asyncio.Queue()
        self.writers: list[asyncio.StreamWriter] = []
        self.has_closed = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        while True:
            try:
                count = await reader.readuntil(b" ")
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            assert count[:-1].isdigit()
            assert count[:1] != b"0"
            await self.frames.put(await reader.readexactly(int(count)))

    async def frame(self) -> bytes:
        async with asyncio.timeout(30):
            return await self.frames.get()


@asynccontextmanager
async def log(context: ssl.SSLContext | None = None) -> AsyncIterator[Log]:
    made = Log()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=context)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


async def test_a_datagram_is_a_message_of_bounded_size() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(30)
        made = carrier(server.getsockname()[1])
        assert await made.deliver(parcel(1, varbinds=LARGE)) == "sent"
        message = await asyncio.to_thread(server.recv, 65_535)
    assert message.startswith(b"<134>1 ")
    assert b'[trap@32473 id="k1" ' in message
    assert len(message) == MAX_UDP_OCTETS
    await made.close()


async def test_frames_follow_each_other_on_one_connection_which_is_opened_anew_when_it_ends() -> None:
    async with log() as server:
        made = carrier(server.port, transport="tcp")
        await asyncio.gather(*(made.deliver(parcel(number, varbinds=LARGE)) for number in (1, 2)))
        frames = [await server.frame() for _ in range(2)]
        assert [b'id="k1"' in frames[0], b'id="k2"' in frames[1]] == [True, True]
        assert len(frames[0]) > MAX_UDP_OCTETS
        assert len(server.writers) == 1
        server.writers[0].close()
        stream = made._stream
        assert stream is not None
        async with asyncio.timeout(30):
            await stream[0].read()  # our side has seen the end
        await made.deliver(parcel(3))
        assert b'id="k3"' in await server.frame()
        assert len(server.writers) == 2
        await made.close()


async def test_over_tls_the_certificate_must_be_believed(tmp_path: Path) -> None:
    context, pem = loopback_certificate(tmp_path)
    async with log(context) as server:
        made = carrier(server.port, transport="tls", ca=pem)
        await made.deliver(parcel(1))
        assert b'id="k1"' in await server.frame()
        await made.close()
        with pytest.raises(DeliveryFailed, match="the encrypted connection failed"):
            await carrier(server.port, transport="tls").deliver(parcel(2))


async def test_a_server_that_is_not_there_is_named() -> None:
    async with log() as server:
        port = server.port
    with pytest.raises(DeliveryFailed, match="Connection refused"):
        await carrier(port, transport="tcp").deliver(parcel(1))
    with pytest.raises(DeliveryFailed):
        await carrier(port, host="a" * 70 + ".invalid").deliver(parcel(1))
