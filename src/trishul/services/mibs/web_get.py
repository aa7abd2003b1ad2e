"""One GET over HTTP/1.1 to an address that was checked, with bounds on size and time.

Why not a ready client: the connection must go to the very address that was judged (a client that resolves the name
again can be given another one), redirects must stay on the host, and size and time must end where we say. `h11` keeps
the protocol, `web_connections` the connection and the certificate check; this file only joins them. Proxies of the
environment are not used.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin

import h11

from trishul.services.about import about
from trishul.services.mibs.web_addresses import AddressRefused, addresses_of
from trishul.services.web_connections import WebRefused, connect, port_of, split_url

MAX_REDIRECTS = 3
_READ_BYTES = 64 << 10
_MAX_HEAD_BYTES = 32 << 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class GetFailed(Exception):
    """The other side does not answer, or not with what was asked for; `str(error)` says why."""


class NothingThere(GetFailed):
    """The other side says that it has no such thing (404, 410)."""


@dataclass(frozen=True, slots=True)
class GetLimits:
    """Bounds of one GET with its redirects."""

    size_bytes: int = 8 << 20
    time_s: float = 20.0
    allow_private: bool = False


async def get(url: str, limits: GetLimits) -> bytes:
    """The body of a 200. Raises WebRefused, GetFailed, NothingThere."""
    try:
        async with asyncio.timeout(limits.time_s):
            return await _follow(url, limits)
    except TimeoutError:
        raise GetFailed(f"no answer within {limits.time_s:g} s") from None
    except AddressRefused as error:
        raise WebRefused(str(error)) from None
    except ssl.SSLError as error:
        raise GetFailed(f"the encrypted connection failed: {error.reason or error}") from None
    except OSError as error:
        raise GetFailed(error.strerror or str(error)) from None
    except h11.RemoteProtocolError as error:
        raise GetFailed(f"the answer is no HTTP: {error}") from None


async def _follow(url: str, limits: GetLimits) -> bytes:
    origin = split_url(url)
    target = origin
    for _ in range(MAX_REDIRECTS + 1):
        found = await _get_once(target, limits)
        if isinstance(found, bytes):
            return found
        target = split_url(urljoin(target.geturl(), found))
        if target.hostname != origin.hostname or target.scheme != origin.scheme or port_of(target) != port_of(origin):
            raise WebRefused(f"it redirects to {target.scheme}://{target.netloc}, which is another place")
    raise GetFailed(f"it redirects more than {MAX_REDIRECTS} times")


async def _get_once(target: SplitResult, limits: GetLimits) -> bytes | str:
    """The body, or where a redirect leads."""
    host, port = target.hostname or "", port_of(target)
    addresses = await addresses_of(host, port, allow_private=limits.allow_private)
    context = ssl.create_default_context() if target.scheme == "https" else None
    reader, writer = await connect(addresses, port, context, host)
    try:
        connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MAX_HEAD_BYTES)
        path = (target.path or "/") + (f"?{target.query}" if target.query else "")
        headers = [
            ("Host", target.netloc.rpartition("@")[2]),
            ("User-Agent", f"trishul-snmp/{about().version}"),
            ("Accept", "text/plain, */*;q=0.5"),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
        ]
        writer.write(connection.send(h11.Request(method="GET", target=path, headers=headers)) or b"")
        writer.write(connection.send(h11.EndOfMessage()) or b"")
        await writer.drain()
        return await _read_reply(connection, reader, limits)
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            writer.transport.abort()


async def _read_reply(connection: h11.Connection, reader: asyncio.StreamReader, limits: GetLimits) -> bytes | str:
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(_READ_BYTES))
        elif isinstance(event, h11.Response):
            location = _judge_head(event, limits)
            if location is not None:
                return location
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > limits.size_bytes:
                raise WebRefused(f"it is larger than {limits.size_bytes >> 20} MB")
        elif isinstance(event, h11.EndOfMessage):
            return bytes(body)
        elif not isinstance(event, h11.InformationalResponse):
            raise GetFailed("the connection was closed too early")


def _judge_head(response: h11.Response, limits: GetLimits) -> str | None:
    """Where a redirect leads; None for a 200 of acceptable size. Raises the errors of `get`."""
    headers = {bytes(name): bytes(value) for name, value in response.headers}
    status = response.status_code
    if status in _REDIRECTS and b"location" in headers:
        return headers[b"location"].decode("latin-1")
    if status in (404, 410):
        raise NothingThere(f"the server answers {status}")
    if status != 200:
        raise GetFailed(f"the server answers {status}")
    length = headers.get(b"content-length", b"")
    if length.isdigit() and int(length[:20]) > limits.size_bytes:
        raise WebRefused(f"it is larger than {limits.size_bytes >> 20} MB")
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise GetFailed("the server compressed it although it was not asked to")
    return None
