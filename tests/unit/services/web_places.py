"""A small web server on loopback that answers as a test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager


@asynccontextmanager
async def web_place(answers: Mapping[str, bytes], *, delay_s: float = 0.0) -> AsyncIterator[tuple[int, list[str]]]:
    """Port and the paths asked for so far. An answer is a whole reply; `@PORT@` in it becomes the port."""
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ")[1].decode()
        asked.append(path)
        await asyncio.sleep(delay_s)
        reply = answers.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        writer.write(reply.replace(b"@PORT@", str(port).encode()))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield port, asked
    finally:
        server.close()


def ok(body: bytes, *headers: bytes) -> bytes:
    """A 200 with its length."""
    lines = [b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def redirect(place: bytes) -> bytes:
    """A 302."""
    return b"HTTP/1.1 302 Found\r\nLocation: " + place + b"\r\nContent-Length: 0\r\n\r\n"
