"""Multipart uploads (RFC 7578): files to a sink in pieces, few small fields, patience that ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping

import pytest
from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import Message

from trishul.services.mibs.refusals import UploadTooLarge, UploadUnreadable
from trishul.web import multipart
from trishul.web.multipart import UploadTooSlow, receive_form

FIELDS = frozenset({"files"})


class Sink:
    """Remembers what came."""

    def __init__(self) -> None:
        self.files: list[tuple[str, bytes]] = []
        self._name = ""
        self._octets = b""

    def begin(self, name: str) -> None:
        self._name, self._octets = name, b""

    async def write(self, octets: bytes) -> None:
        self._octets += octets

    async def end(self) -> None:
        self.files.append((self._name, self._octets))


def part(name: str, octets: bytes, file_name: str | None = None) -> bytes:
    named = f'; filename="{file_name}"' if file_name is not None else ""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + octets + b"\r\n"


def request(
    pieces: Iterable[bytes], content_type: str = "multipart/form-data; boundary=b", *, end: str = "end"
) -> Request:
    messages: list[Message] = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    if end == "end":
        messages.append({"type": "http.request", "body": b"", "more_body": False})
    elif end == "gone":
        messages.append({"type": "http.disconnect"})

    async def give() -> AsyncIterator[Message]:
        for message in messages:
            yield message
        await asyncio.Event().wait()

    given = give()

    async def receive() -> Message:
        return await anext(given)

    scope = {"type": "http", "headers": [(b"content-type", content_type.encode())]}
    return Request(scope, receive)


async def received(body: bytes, size: int = 7) -> tuple[Sink, Mapping[str, str]]:
    sink = Sink()
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return sink, await receive_form(request(pieces), sink, FIELDS)


@pytest.mark.parametrize("size", [1, 7, 10_000])
async def test_files_and_fields_arrive_however_they_are_cut(size: int) -> None:
    body = (
        part("files", b"one\r\n--bo", "A-MIB") + part("replace", b"true") + part("files", b"", "B-MIB") + b"--b--\r\n"
    )
    sink, fields = await received(body, size)
    assert sink.files == [("A-MIB", b"one\r\n--bo"), ("B-MIB", b"")]
    assert fields == {"replace": "true"}


@pytest.mark.parametrize(
    "body",
    [
        b"nonsense",
        part("files", b"cut", "A"),
        part("files", b"no file name") + b"--b--",
        part("other", b"x", "A") + b"--b--",
        b"",
    ],
)
async def test_what_is_no_form_or_not_whole_is_unreadable(body: bytes) -> None:
    with pytest.raises(UploadUnreadable):
        await received(body)


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data", "multipart/mixed; boundary=b", ""])
async def test_other_content_types_are_refused(content_type: str) -> None:
    with pytest.raises(UploadUnreadable):
        await receive_form(request([b""], content_type), Sink(), FIELDS)


async def test_fields_are_few_and_small() -> None:
    with pytest.raises(UploadTooLarge):
        await received(part("x", bytes(5000)) + b"--b--")
    with pytest.raises(UploadTooLarge):
        await received(b"".join(part(f"x{number}", b"") for number in range(20)) + b"--b--", 100)


@pytest.mark.fault("Uploads had no limit")
async def test_a_body_without_end_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multipart, "MAX_BODY_BYTES", 1000)
    with pytest.raises(UploadTooLarge):
        await received(part("files", bytes(2000), "A"), 100)


async def test_a_client_that_says_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multipart, "SILENCE_LIMIT_S", 0.05)
    with pytest.raises(UploadTooSlow):
        await receive_form(request([b"--b\r\n"], end="silent"), Sink(), FIELDS)


async def test_a_client_that_goes_away_is_told_apart() -> None:
    with pytest.raises(ClientDisconnect):
        await receive_form(request([b"--b\r\n"], end="gone"), Sink(), FIELDS)
