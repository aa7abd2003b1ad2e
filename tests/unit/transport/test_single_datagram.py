"""One datagram arrives as it was given; a host that is none is an error."""

from __future__ import annotations

import asyncio
import socket

import pytest

from trishul.transport.single_datagram import send_datagram


async def test_a_datagram_arrives() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(30)
        await send_datagram("127.0.0.1", receiver.getsockname()[1], b"hello")
        assert await asyncio.to_thread(receiver.recv, 99) == b"hello"


@pytest.mark.parametrize("host", ["a" * 70 + ".invalid", ""])
async def test_what_is_no_host_is_an_error(host: str) -> None:
    with pytest.raises((OSError, UnicodeError)):
        await send_datagram(host, 0, b"x" * 70_000)
