"""Connections to web servers at addresses that were judged: what a fetch of MIB texts and a webhook have in common.

Owns which URLs are accepted, and a connection that goes to one of the addresses it is given, so that a name which is
resolved twice cannot lead elsewhere. Does not own which addresses are accepted (`mibs.web_addresses`) nor HTTP.
"""

from __future__ import annotations

import asyncio
import ssl
from urllib.parse import SplitResult, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


class WebRefused(Exception):
    """An address, a redirect or a size is not accepted; `str(error)` says why."""


def split_url(url: str) -> SplitResult:
    """The parts of an http or https URL. Raises WebRefused."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise WebRefused("it is no URL") from None
    if parts.scheme not in _DEFAULT_PORTS or not host or port == 0:
        raise WebRefused("only http and https URLs are accepted")
    if parts.username is not None or not url.isascii() or any(each <= " " for each in url):
        raise WebRefused("the URL has something in it that none has")
    return parts


def port_of(parts: SplitResult) -> int:
    """The port of a URL, that of its scheme where it says none."""
    return parts.port or _DEFAULT_PORTS[parts.scheme]


async def connect(
    addresses: list[str], port: int, context: ssl.SSLContext | None, host: str
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """To the first address that answers; the certificate must be the host's. Raises OSError, ssl.SSLError."""
    failure: OSError = OSError("there is no address")
    for address in addresses:
        try:
            return await asyncio.open_connection(
                address, port, ssl=context, server_hostname=host if context is not None else None
            )
        except ssl.SSLError:
            raise
        except OSError as error:
            failure = error
    raise failure
