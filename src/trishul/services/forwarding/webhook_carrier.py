"""Forwards notifications to a webhook: POST of the record as the list shows it, as JSON.

Owns one request over HTTP/1.1 and what its status means. 2xx is done. Every other 4xx than 408 and 429 is final, what
is left is tried again, after `Retry-After` where that is said. Redirects are not followed: they could lead anywhere.
The connection goes to the address that was judged (`mibs.web_addresses`). Of the answer the status counts, its body is
not read. `X-Trishul-Delivery` is the same for every attempt, so that a receiver knows a second one.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import h11
import msgspec

from trishul.errors import TrishulError
from trishul.services.about import about
from trishul.services.forwarding.carriers import DeliveryFailed, reason_of
from trishul.services.forwarding.destination_documents import WebhookDestination
from trishul.services.forwarding.destinations import TrapDestinations
from trishul.services.forwarding.parcels import Parcel
from trishul.services.mibs.web_addresses import AddressRefused, addresses_of
from trishul.services.traps.records import TrapRecord
from trishul.services.web_connections import connect, port_of, split_url
from trishul.store.notifications import StoredNotification

_READ_BYTES = 16 << 10
_MAX_HEAD_BYTES = 32 << 10
_WORTH_ANOTHER = frozenset({408, 429})
_REMEDY = "The destination's allow_internal allows such addresses."


class WebhookCarrier:
    """One webhook."""

    def __init__(
        self,
        document: WebhookDestination,
        destinations: TrapDestinations,
        record: Callable[[StoredNotification], TrapRecord],
    ) -> None:
        self._document = document
        self._destinations = destinations
        self._record = record
        self._context: ssl.SSLContext | None = None

    async def deliver(self, parcel: Parcel) -> str:
        """Posts it. Raises DeliveryFailed."""
        timeout_s = self._document.timeout_s
        try:
            async with asyncio.timeout(timeout_s):
                response = await self._post(parcel)
        except TimeoutError:
            raise DeliveryFailed(f"no answer within {timeout_s:g} s") from None
        except (AddressRefused, TrishulError) as error:
            raise DeliveryFailed(str(error)) from None
        except ssl.SSLError as error:
            raise DeliveryFailed(f"the encrypted connection failed: {error.reason or 'closed'}") from None
        except OSError as error:
            raise DeliveryFailed(reason_of(error)) from None
        except h11.ProtocolError as error:
            raise DeliveryFailed(f"the answer is no HTTP: {error}") from None
        return _judge(response)

    async def close(self) -> None:
        """Nothing stays open between two requests."""

    async def _post(self, parcel: Parcel) -> h11.Response:
        url = split_url(self._document.url)
        host, port = url.hostname or "", port_of(url)
        body = msgspec.json.encode(self._record(parcel.row))
        headers = [
            ("Host", url.netloc),
            ("User-Agent", f"trishul-snmp/{about().version}"),
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Connection", "close"),
            ("X-Trishul-Delivery", parcel.key),
            ("X-Trishul-Attempt", str(parcel.attempt)),
            ("Idempotency-Key", f'"{parcel.key}"'),
        ]
        for name, value in (await self._destinations.headers_of(self._document)).items():
            headers.append((name, value.reveal().decode()))
        addresses = await addresses_of(host, port, allow_private=self._document.allow_internal, remedy=_REMEDY)
        if url.scheme == "https" and self._context is None:
            self._context = tls_context(self._document.ca)
        reader, writer = await connect(addresses, port, self._context, host)
        try:
            connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MAX_HEAD_BYTES)
            path = (url.path or "/") + (f"?{url.query}" if url.query else "")
            request = h11.Request(method="POST", target=path, headers=headers)
            for event in (request, h11.Data(data=body), h11.EndOfMessage()):
                writer.write(connection.send(event) or b"")
            await writer.drain()
            return await _read_head(connection, reader)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                writer.transport.abort()


def tls_context(ca: str) -> ssl.SSLContext:
    """Believes the certificates of this host, and those in a PEM text besides."""
    context = ssl.create_default_context()
    if ca.strip():
        context.load_verify_locations(cadata=ca)
    return context


async def _read_head(connection: h11.Connection, reader: asyncio.StreamReader) -> h11.Response:
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            octets = await reader.read(_READ_BYTES)
            if not octets:
                raise DeliveryFailed("the connection was closed without an answer")
            connection.receive_data(octets)
        elif isinstance(event, h11.Response):
            return event


def _judge(response: h11.Response) -> str:
    """The status in words where it means that the notification is there. Raises DeliveryFailed."""
    status = response.status_code
    if 200 <= status < 300:
        return f"HTTP {status}"
    if 300 <= status < 400:
        raise DeliveryFailed(f"HTTP {status}: redirects are not followed", is_final=True)
    is_final = status < 500 and status not in _WORTH_ANOTHER
    raise DeliveryFailed(f"HTTP {status}", is_final=is_final, retry_after_s=None if is_final else _asked_s(response))


def _asked_s(response: h11.Response) -> float | None:
    """`Retry-After`: seconds, or a date (RFC 9110 §10.2.3)."""
    text = next((value.decode("latin-1").strip() for name, value in response.headers if name == b"retry-after"), "")
    if text.isascii() and text.isdigit():
        return float(text[:10])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time()) if text else None
    except (ValueError, OverflowError):
        return None
