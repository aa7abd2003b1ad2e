"""One datagram to one address, for who sends now and then and waits for nothing, such as syslog over UDP (RFC 5426)."""

from __future__ import annotations

import asyncio
import socket


async def send_datagram(host: str, port: int, octets: bytes) -> None:
    """Looks the host up and sends. Raises OSError, and UnicodeError for what is no host name."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    family, kind, protocol, _name, address = found[0]
    with socket.socket(family, kind | socket.SOCK_NONBLOCK, protocol) as sender:
        await loop.sock_sendto(sender, octets, address)
