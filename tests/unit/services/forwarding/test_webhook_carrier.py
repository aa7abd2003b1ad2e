"""A webhook gets the record by POST; its status says whether it has it, is to be asked again, or never."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import formatdate
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from tests.certificates import loopback_certificate
from tests.unit.notification_rows import stored_row
from tests.unit.services.destinations_desk import DestinationsDesk
from trishul.services.forwarding.carriers import DeliveryFailed
from trishul.services.forwarding.destination_documents import WebhookDestination
from trishul.services.forwarding.parcels import Parcel
from trishul.services.forwarding.webhook_carrier import WebhookCarrier
from trishul.services.traps.records import TrapRecord, record_of
from trishul.store.database import Database

PARCEL = Parcel("k1", 2, stored_row(7))


class Place:
    """A web server that gives one answer and keeps the last request."""

    def __init__(self, answer: bytes | None) -> None:
        self.answer = answer
        self.head: list[str] = []
        self.body = b""
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        length = next(int(line.split(": ")[1]) for line in self.head if line.startswith("Content-Length"))
        self.body = await reader.readexactly(length)
        if self.answer is None:
            await reader.read()  # hangs until the client goes
        else:
            writer.write(self.answer)
        writer.close()


@asynccontextmanager
async def place(answer: bytes | None, context: ssl.SSLContext | None = None) -> AsyncIterator[Place]:
    made = Place(answer)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=context)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


def status(line: str, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {line}", "Content-Length: 0", *headers, "", ""]).encode()


async def carrier(database: Database, folder: Path, url: str, **changes: Any) -> WebhookCarrier:
    desk = DestinationsDesk(database, folder)
    hook = {"kind": "webhook", "name": "hook", "url": url, "allow_internal": True, "timeout_s": 20.0}
    document = cast("WebhookDestination", (await desk.destinations.create(hook | changes)).document)
    return WebhookCarrier(document, desk.destinations, lambda row: record_of(row, None))


async def test_the_record_is_posted_with_headers_and_a_key(database: Database, tmp_path: Path) -> None:
    async with place(status("204 No Content")) as hook:
        headers = {"Authorization": "Bearer s3cret"}
        made = await carrier(database, tmp_path, f"http://127.0.0.1:{hook.port}/a?b=c", headers=headers)
        assert await made.deliver(PARCEL) == "HTTP 204"
        await made.close()
    assert hook.head[0] == "POST /a?b=c HTTP/1.1"
    for line in (
        f"Host: 127.0.0.1:{hook.port}", "Content-Type: application/json", "Authorization: Bearer s3cret",
        "X-Trishul-Delivery: k1", "X-Trishul-Attempt: 2", 'Idempotency-Key: "k1"',
    ):  # fmt: skip
        assert line in hook.head
    assert msgspec.json.decode(hook.body, type=TrapRecord) == record_of(stored_row(7), None)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (status("500 Oops"), ("HTTP 500", False, None)),
        (status("503 Busy", "Retry-After: 7"), ("HTTP 503", False, 7.0)),
        (status("429 Slow", f"Retry-After: {formatdate(0, usegmt=True)}"), ("HTTP 429", False, 0.0)),
        (status("408 Late", "Retry-After: soon"), ("HTTP 408", False, None)),
        (status("400 Bad", "Retry-After: 7"), ("HTTP 400", True, None)),
        (status("404 None"), ("HTTP 404", True, None)),
        (status("302 Found", "Location: http://127.0.0.1/"), ("HTTP 302: redirects are not followed", True, None)),
        (b"", ("the connection was closed without an answer", False, None)),
        (b"hello\r\n\r\n", ("the answer is no HTTP", False, None)),
    ],
)
async def test_the_status_says_what_to_do(
    database: Database, tmp_path: Path, answer: bytes, expected: tuple[str, bool, float | None]
) -> None:
    async with place(answer) as hook:
        made = await carrier(database, tmp_path, f"http://127.0.0.1:{hook.port}/")
        with pytest.raises(DeliveryFailed) as failure:
            await made.deliver(PARCEL)
    error = failure.value
    assert (str(error).partition(": illegal")[0], error.is_final, error.retry_after_s) == expected


async def test_a_hang_ends_and_a_closed_port_is_named(database: Database, tmp_path: Path) -> None:
    async with place(None) as hook:
        url = f"http://127.0.0.1:{hook.port}/"
        made = await carrier(database, tmp_path, url, timeout_s=0.2)
        with pytest.raises(DeliveryFailed, match=r"no answer within 0\.2 s"):
            await made.deliver(PARCEL)
    with pytest.raises(DeliveryFailed, match="Connection refused"):
        await (await carrier(database, tmp_path, url, name="other")).deliver(PARCEL)


async def test_internal_addresses_are_for_who_allows_them(database: Database, tmp_path: Path) -> None:
    made = await carrier(database, tmp_path, "http://127.0.0.1:9/", allow_internal=False)
    with pytest.raises(DeliveryFailed, match="allow_internal"):
        await made.deliver(PARCEL)


async def test_a_certificate_must_be_believed(database: Database, tmp_path: Path) -> None:
    context, pem = loopback_certificate(tmp_path)
    async with place(status("200 OK"), context) as hook:
        url = f"https://127.0.0.1:{hook.port}/"
        with pytest.raises(DeliveryFailed, match="the encrypted connection failed"):
            await (await carrier(database, tmp_path, url)).deliver(PARCEL)
        assert await (await carrier(database, tmp_path, url, name="other", ca=pem)).deliver(PARCEL) == "HTTP 200"
